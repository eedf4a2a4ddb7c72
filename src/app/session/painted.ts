/** ms within which a browser draws a change */
const PAINT = 50

/**
 * Resolves when the last change is on the screen. Trying a passphrase takes a second,
 * in which a browser draws nothing.
 */
export async function painted (): Promise<void> {
  // not by animation frames: a page in the background has none
  await new Promise(resolve => { setTimeout(resolve, PAINT) })
}
