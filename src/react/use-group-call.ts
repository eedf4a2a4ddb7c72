import { useEffect, useState, useSyncExternalStore } from 'react'
import { CallHolder, NO_CALL } from './call-holder.ts'
import type { CallSource, HeldCall } from './call-holder.ts'

export interface GroupCallHook extends HeldCall {
  /** Joins the call, or joins again after it has ended. Never rejects: see `error` */
  join(): Promise<void>
  /** Leaves the call; idempotent */
  leave(): Promise<void>
}

export type UseGroupCallInit = CallSource

/**
 * Joins and leaves a group's call. A component that is unmounted leaves it. Other options
 * apply to the next join: to change the group during a call, give the component a `key`.
 */
export function useGroupCall (init: UseGroupCallInit): GroupCallHook {
  const [holder] = useState(() => new CallHolder())
  const held = useSyncExternalStore(holder.subscribe, holder.current, () => NO_CALL)

  useEffect(() => { holder.source = init })

  useEffect(() => {
    holder.mount()

    return () => { holder.unmount() }
  }, [holder])

  return { ...held, join: holder.join, leave: holder.leave }
}
