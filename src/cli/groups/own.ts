import { defaultKeyPath, inspectIdentity, KeyFileError } from '../../../keys/index.ts'
import { defaultGroupsPath, hasName, listGroups } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { quote, shellWord } from '../words.ts'

/** Options of all group commands */
export interface GroupOptions {
  key?: string
  passphraseFile?: string
  json?: boolean
}

export function keyFileOf ({ key }: GroupOptions): string {
  return key ?? defaultKeyPath()
}

/** Returns the folder in which a key's groups are stored */
export function groupsPathOf (options: GroupOptions): string {
  return defaultGroupsPath(keyFileOf(options))
}

/**
 * Returns the local public key, which takes no passphrase, or `undefined` if there is no
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
 * Throws if there is a group of this name, so that nobody creates two by mistake
 *
 * @throws {UsageError}
 */
export async function refuseTaken (directory: string, name: string): Promise<void> {
  const groups = await listGroups(directory, { onBroken: () => {} })

  if (groups.some(({ group }) => hasName(group, name))) {
    throw new UsageError(`you already have a group ${quote(name)}: choose another name, or join its call with groupcall call ${shellWord(name)}`)
  }
}
