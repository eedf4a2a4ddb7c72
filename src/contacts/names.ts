/** White space of all kinds, and characters that take no room on a screen (UAX #44) */
const INVISIBLE = /[\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/**
 * Returns the same text for two names that look the same to people: upper and lower
 * case, compatible forms of letters (NFKC), white space and invisible characters make
 * no difference. Similar letters of different alphabets do.
 */
export function foldName (name: string): string {
  // back and forth, so that ß, ẞ and SS are the same
  return name.normalize('NFKC').replace(INVISIBLE, '').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC')
}
