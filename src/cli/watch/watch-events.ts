import type { RingEffect } from '../../index.ts'

/**
 * What `groupcall watch --json` prints, one object per line. `id` and `group` are the id
 * and the name of a group
 */
export type WatchEvent =
  { type: 'watching', groups: Array<{ id: string, group: string }> } |
  { type: 'quiet', quiet: boolean } |
  (RingEffect & { id: string, group: string })

/** Shows events to a program or to a person */
export interface WatchView {
  show(event: WatchEvent): void
}
