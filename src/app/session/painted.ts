/** ms in which a browser shows what has changed */
const PAINT = 50

/**
 * Resolves when what has changed is on the screen. Trying a passphrase takes a
 * second in which a browser shows nothing new.
 */
export async function painted (): Promise<void> {
  // not by animation frames: a page in the background has none
  await new Promise(resolve => { setTimeout(resolve, PAINT) })
}
