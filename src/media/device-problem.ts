/**
 * Why there is no microphone. denied: the user or a policy said no. none: there is
 * no device. busy: another program has it. unsupported: the page is not secure, or
 * the browser too old. lost: it was taken away in the call. chosen: nobody wanted
 * one.
 */
export type MicrophoneProblem = 'denied' | 'none' | 'busy' | 'unsupported' | 'lost' | 'chosen' | 'failed'

/** The reasons behind the errors that `getUserMedia` rejects with */
const PROBLEMS: Record<string, { problem: MicrophoneProblem, message: string }> = {
  NotAllowedError: { problem: 'denied', message: 'The microphone was not allowed: allow it in the browser\'s address bar, then try again' },
  SecurityError: { problem: 'denied', message: 'The microphone is switched off by a policy of this browser or page' },
  NotFoundError: { problem: 'none', message: 'There is no microphone: plug one in, then try again' },
  OverconstrainedError: { problem: 'none', message: 'This microphone is not there any more: choose another one' },
  NotReadableError: { problem: 'busy', message: 'Another program uses the microphone: close it there, then try again' },
  AbortError: { problem: 'busy', message: 'The microphone could not be started: close other programs that use it, then try again' },
  TypeError: { problem: 'unsupported', message: 'This page may not use a microphone: open it by https or from localhost' }
}

/**
 * What to tell the user of an error of `getUserMedia`
 *
 * @see {@link https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia}
 */
export function deviceProblem (err: Error): { problem: MicrophoneProblem, message: string } {
  return PROBLEMS[err.name] ?? { problem: 'failed', message: `The microphone could not be opened (${err.name})` }
}
