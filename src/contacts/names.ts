/** White space of all kinds, and whatever takes no room on a screen (UAX #44) */
const INVISIBLE = /[\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/**
 * Two names that look the same to people have the same folded form: upper and lower
 * case, letters in compatible forms (NFKC), white space and invisible characters
 * make no difference. Letters of other alphabets that look alike do.
 */
export function foldName (name: string): string {
  // to and fro, so that ß, ẞ and SS are the same
  return name.normalize('NFKC').replace(INVISIBLE, '').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC')
}
