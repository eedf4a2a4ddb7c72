import { setFlagsFromString } from 'node:v8'

/**
 * Makes V8 collect garbage rather than grow the heap, from now on. By default it leaves
 * 100 MiB uncollected when a peer floods us: twice what a call takes. Call it only once
 * a call is up, because it slows down everything before that by a sixth.
 */
export function takeLittleMemory (): void {
  // V8 reads this flag whenever it considers growing the heap
  setFlagsFromString('--optimize-for-size')
}
