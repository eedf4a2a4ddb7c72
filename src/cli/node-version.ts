/** The oldest Node that has everything libp2p 3 uses, such as `Promise.withResolvers` */
export const NEEDED_NODE = '22.13'

/**
 * Returns one line for the user about a Node that is too old, or `undefined` if it is
 * new enough. Plain syntax only, because an old Node has to parse this file.
 *
 * @param version - as in `process.versions.node`
 */
export function nodeVersionProblem (version: string): string | undefined {
  const [major, minor] = version.split('.').map(Number)
  const [neededMajor, neededMinor] = NEEDED_NODE.split('.').map(Number)

  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) {
    return undefined
  }

  return `groupcall: needs Node ${NEEDED_NODE} or newer, but this is Node ${version}: get a newer one at https://nodejs.org/en/download, or put "npx -p node@24 --" before the command`
}
