/** The oldest Node that has everything libp2p 3 uses, such as `Promise.withResolvers` */
export const NEEDED_NODE = '22.13'

/**
 * Says in one line what to do about a Node that is too old; `undefined` when it
 * is new enough. Plain syntax only: an old Node reads this file.
 *
 * @param version - as `process.versions.node` has it
 */
export function nodeVersionProblem (version: string): string | undefined {
  const [major, minor] = version.split('.').map(Number)
  const [neededMajor, neededMinor] = NEEDED_NODE.split('.').map(Number)

  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) {
    return undefined
  }

  return `groupcall: needs Node ${NEEDED_NODE} or newer, and this is Node ${version}: get it at https://nodejs.org/en/download, or put "npx -p node@24 --" before the command`
}
