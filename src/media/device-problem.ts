/**
 * Why there is no microphone
 *
 * - `denied`: the user said no
 * - `frame`: the page around this one doesn't give its frame a microphone
 * - `policy`: the web server's Permissions-Policy forbids it
 * - `none`: there is no device
 * - `busy`: another program is using it
 * - `unsupported`: the page isn't secure, or the browser is too old
 * - `lost`: it was disconnected during the call
 * - `chosen`: the user only wants to listen
 * - `failed`: for some other reason
 */
export type MicrophoneProblem = 'denied' | 'frame' | 'policy' | 'none' | 'busy' | 'unsupported' | 'lost' | 'chosen' | 'failed'

/** Problems by the name of the error that `getUserMedia` rejects with */
const PROBLEMS: Record<string, { problem: MicrophoneProblem, message: string }> = {
  NotAllowedError: { problem: 'denied', message: 'The microphone is blocked: allow it in the browser\'s address bar, then try again' },
  SecurityError: { problem: 'denied', message: 'A policy of this browser or page blocks the microphone' },
  NotFoundError: { problem: 'none', message: 'No microphone found: plug one in, then try again' },
  OverconstrainedError: { problem: 'none', message: 'This microphone is no longer connected: choose another' },
  NotReadableError: { problem: 'busy', message: 'Another program is using the microphone: close it, then try again' },
  AbortError: { problem: 'busy', message: 'Can\'t start the microphone: close other programs that use it, then try again' },
  TypeError: { problem: 'unsupported', message: 'This page can\'t use a microphone: open it over https or from localhost' }
}

/** Errors by the policy that causes them: the browser doesn't even ask the user */
const POLICY_PROBLEMS = {
  frame: 'The page around this one doesn\'t let it use the microphone: its <iframe> needs allow="microphone"',
  policy: 'The host of this page forbids the microphone: its header Permissions-Policy must allow it'
}

/**
 * Returns what to tell the user about an error from `getUserMedia`
 *
 * @param err - any, because drivers and extensions reject with all kinds of values
 * @param forbidden - the policy that forbids the microphone, if any
 * @see {@link https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia}
 */
export function deviceProblem (err: any, forbidden?: keyof typeof POLICY_PROBLEMS): { problem: MicrophoneProblem, message: string } {
  if (forbidden != null && err?.name === 'NotAllowedError') {
    return { problem: forbidden, message: POLICY_PROBLEMS[forbidden] }
  }

  return PROBLEMS[err?.name] ?? { problem: 'failed', message: `Can't open the microphone (${err?.name ?? 'for no reason that the system gives'})` }
}
