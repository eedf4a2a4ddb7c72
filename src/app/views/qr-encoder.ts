/** A file of its own, so that bundlers leave out the rest of the package, which is imported on demand */
export { encode } from 'uqr'
