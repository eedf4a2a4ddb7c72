import type { Engine } from './load-engine.ts'
import type { Identity } from '../../../keys/index.ts'

/** Identities that this browser can't store, by where they would be: they last as long as the page */
const identities = new Map<string, Identity>()

/** Returns the identity of this visit, if there is one */
export function visitIdentity (path: string): Identity | undefined {
  return identities.get(path)
}

/** Uses an identity until the page is closed */
export function useForVisit (path: string, identity: Identity): void {
  identities.set(path, identity)
}

/** Returns the identity of this visit, and creates it if there is none */
export async function identityForVisit ({ createIdentity }: Pick<Engine, 'createIdentity'>, path: string): Promise<Identity> {
  const created = await createIdentity()

  // another call on the page may have been faster
  if (!identities.has(path)) {
    identities.set(path, created)
  }

  return identities.get(path) ?? created
}

/** Returns whether an error means that this browser can't store something, or read what it has stored */
export function isStorageError ({ name, code }: Error & { code?: unknown }): boolean {
  return name === 'SessionStoreError' || (code === 'io' && ['ContactsFileError', 'GroupFileError', 'KeyFileError'].includes(name))
}
