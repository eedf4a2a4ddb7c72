import { defaultKeyPath, inspectIdentity, KeyFileError } from '../../../keys/index.ts'
import { defaultGroupsPath, hasName, listGroups } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { quote, shellWord } from '../words.ts'

/** What all commands that look at groups take */
export interface GroupOptions {
  key?: string
  passphraseFile?: string
  json?: boolean
}

export function keyFileOf ({ key }: GroupOptions): string {
  return key ?? defaultKeyPath()
}

/** The folder of the groups of a key */
export function groupsPathOf (options: GroupOptions): string {
  return defaultGroupsPath(keyFileOf(options))
}

/**
 * One's own public key, for which no passphrase is needed; nothing where there is no
 * key yet
 */
export async function ownPublicKey (options: GroupOptions): Promise<string | undefined> {
  try {
    return (await inspectIdentity(keyFileOf(options))).publicKey
  } catch (err) {
    if (err instanceof KeyFileError && err.code === 'not-found') {
      return undefined
    }

    throw err
  }
}

/**
 * One does not have two groups of one name by mistake
 *
 * @throws {UsageError}
 */
export async function refuseTaken (directory: string, name: string): Promise<void> {
  const groups = await listGroups(directory, { onBroken: () => {} })

  if (groups.some(({ group }) => hasName(group, name))) {
    throw new UsageError(`there is a group ${quote(name)} already: choose another name, or join its call with groupcall call ${shellWord(name)}`)
  }
}

/** What a command prints: an object for programs, or text for people */
export function print ({ json }: GroupOptions, plain: object, text: string): void {
  process.stdout.write(`${json === true ? JSON.stringify(plain) : text}\n`)
}
