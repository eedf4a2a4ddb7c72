/** Resolves in the next turn of the event loop, which in Node also serves microphones and speakers */
export async function nextTurn (): Promise<void> {
  await new Promise<void>(resolve => { setImmediate(resolve) })
}
