/**
 * @packageDocumentation
 *
 * React hooks for a group call, and the types of `<group-call>` in JSX.
 *
 * ```tsx
 * import { useGroupCall, useMicrophone, useParticipants } from 'groupcall/react'
 *
 * function Call ({ peer, group }) {
 *   const { call, state, join, leave } = useGroupCall({ peer, group, name: 'Ada' })
 *   const participants = useParticipants(call)
 *   const { muted, toggle } = useMicrophone(call)
 *   …
 * }
 * ```
 *
 * They support `<StrictMode>`, and can be rendered on a server, where `call` is undefined.
 */

'use client'

export { useGroupCall } from './use-group-call.ts'
export { useMicrophone } from './use-microphone.ts'
export { useParticipants } from './use-participants.ts'
export type { GroupCallAttributes } from './jsx.ts'
export type { CallSource } from './call-holder.ts'
export type { GroupCallHook, UseGroupCallInit } from './use-group-call.ts'
export type { MicrophoneHook } from './use-microphone.ts'
