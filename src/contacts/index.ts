/**
 * Contacts: public keys, the names they belong to, and whether that was verified.
 * Depends on keys, not on calls.
 */
export { ContactBook, openContacts } from './contact-book.ts'
export { Contacts, MAX_CONTACTS } from './contacts.ts'
export { decodeContacts, encodeContacts } from './codec.ts'
export { ContactsFileError, ContactsFullError } from './errors.ts'
export { pairNumber } from './pair-number.ts'
export { defaultContactsPath, loadContacts, updateContacts } from './contact-store.ts'
export type { Contact, ContactCheck, ContactStanding } from './contacts.ts'
export type { ContactBookEvents, OpenContactsOptions } from './contact-book.ts'
export type { ContactsFileErrorCode } from './errors.ts'
