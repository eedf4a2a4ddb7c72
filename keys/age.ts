/**
 * The parts of age that a passphrase needs. Bundlers keep the whole of a package that is
 * imported on demand, but only these of it.
 */
export { armor, Decrypter, Encrypter } from 'age-encryption'
