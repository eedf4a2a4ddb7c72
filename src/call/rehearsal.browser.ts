/**
 * Browser twin of `rehearsal.ts`: what a rehearsal saves was measured in Node alone, and
 * on a phone it would take a third of a second of the processor
 */
export class Rehearsal {
  start (): void {}

  stop (): void {}
}
