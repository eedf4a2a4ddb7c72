/** ms within which a browser draws a change; a page in the background draws none, and has no frames */
const PAINT = 50

/**
 * Resolves when the last change is on the screen, before work that keeps the processor
 * busy: trying a passphrase takes a second, in which a browser draws nothing
 */
export async function painted (): Promise<void> {
  await new Promise<void>(resolve => {
    setTimeout(resolve, PAINT)
    // what is called for a frame runs before it is drawn
    requestAnimationFrame(() => { setTimeout(resolve) })
  })
}
