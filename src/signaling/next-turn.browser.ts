/** Resolves at once: voices have threads of their own, and a hidden page would wait for a second */
export async function nextTurn (): Promise<void> {}
