import { useMemo, useState, useSyncExternalStore } from 'react'
import { EventView } from './event-view.ts'
import type { GroupCall, GroupCallEvents, Microphone, MicrophoneEvents } from '../index.ts'

export interface MicrophoneHook {
  /** Once it is open, or it is known why there is none: `microphone.reason` */
  microphone?: Microphone
  muted: boolean
  /** There is speech that the others hear */
  speaking: boolean
  mute(): void
  unmute(): void
  /** Mutes, or unmutes */
  toggle(): void
}

const CALL_EVENTS: ReadonlyArray<keyof GroupCallEvents> = ['microphone', 'state']

const MICROPHONE_EVENTS: ReadonlyArray<keyof MicrophoneEvents> = ['mute:change', 'speaking:change', 'end']

const SILENT = { speaking: false }

/** Returns the local microphone's state in the call, and what changes it */
export function useMicrophone (call: GroupCall | undefined): MicrophoneHook {
  // a microphone that isn't open yet has no events
  const [, rerender] = useState(0)
  const calls = useMemo(() => new EventView(() => call, CALL_EVENTS, () => ({ microphone: call?.microphone })), [call])
  const { microphone } = useSyncExternalStore(calls.subscribe, calls.current, () => calls.current())
  const sounds = useMemo(() => new EventView<MicrophoneEvents, { speaking: boolean }>(() => microphone, MICROPHONE_EVENTS, () => ({ speaking: microphone?.speaking === true })), [microphone])
  const { speaking } = useSyncExternalStore(sounds.subscribe, sounds.current, () => SILENT)

  const setMuted = (muted: boolean): void => {
    muted ? call?.mute() : call?.unmute()
    rerender(count => count + 1)
  }

  return {
    microphone,
    muted: call?.muted === true,
    speaking,
    mute: () => { setMuted(true) },
    unmute: () => { setMuted(false) },
    toggle: () => { setMuted(call?.muted !== true) }
  }
}
