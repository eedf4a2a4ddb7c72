import { readFile } from 'node:fs/promises'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

/** Some tools still need the map beside the conditions */
const ACCEPTED = ['USE_EXPORTS_OR_IMPORTS_BROWSER']

/** Returns what publint and attw find wrong with a packed package, one line each */
export async function checkTarball (path: string): Promise<string[]> {
  const tarball = await readFile(path)
  const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength) as ArrayBuffer }, strict: true })
  const result = await checkPackage(createPackageFromTarballData(tarball))
  const problems = result.types === false
    ? ['no types']
    // Node has required ES modules since 22.12, and older resolution knows no subpaths
    : result.problems.filter(problem => problem.kind !== 'CJSResolvesToESM' && !('resolutionKind' in problem && problem.resolutionKind === 'node10')).map(problem => JSON.stringify(problem))

  return [...messages.filter(({ code }) => !ACCEPTED.includes(code)).map(message => formatMessage(message, pkg) ?? message.code), ...problems]
}
