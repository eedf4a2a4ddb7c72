import { useMemo, useSyncExternalStore } from 'react'
import { EventView } from './event-view.ts'
import type { GroupCall, GroupCallEvents, Participant } from '../index.ts'

const EVENTS: ReadonlyArray<keyof GroupCallEvents> = ['participant:join', 'participant:leave', 'participant:update', 'track', 'quality', 'hand', 'state']

const NOBODY: readonly Participant[] = []

/** Returns the others in the call, each as an object that is replaced when something about them changes */
export function useParticipants (call: GroupCall | undefined): readonly Participant[] {
  const view = useMemo(() => new EventView(() => call, EVENTS, () => call?.participants.map(participant => ({ ...participant })) ?? NOBODY), [call])

  return useSyncExternalStore(view.subscribe, view.current, () => NOBODY)
}
