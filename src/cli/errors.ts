/** What the user wrote cannot be done; the message says what is wrong and what to do */
export class UsageError extends Error {
  static name = 'UsageError'
  name = 'UsageError'
}

/** The exit code where the input was wrong: nothing was begun */
export const BAD_INPUT = 2

/** The exit code where something failed later */
export const FAILED = 1

/** Errors that speak of what the user gave; by name, so that showing one needs no library */
const INPUT_ERRORS = new Set([
  'UsageError',
  'InviteError',
  'KeyFileError',
  'GroupFileError',
  'GroupNameError',
  'ContactsFileError',
  'ContactsFullError',
  'AudioFileError',
  'RecordingError',
  'InvalidParametersError',
  'UnknownNetworkError',
  'PortInUseError',
  'DataDirError',
  'UnsupportedListenAddressError',
  'UnsupportedListenAddressesError'
])

const SYSTEM_PROBLEMS: Record<string, string> = {
  EADDRINUSE: 'another program uses this port: stop it, or choose another one',
  EADDRNOTAVAIL: 'this machine has no such address: choose one of its own',
  EACCES: 'the system does not allow it: choose a port above 1023 and a file of your own'
}

/** What is shown of an error */
export interface ErrorLine {
  line: string
  code: number
}

/**
 * Says an error in one line and with which code the process ends
 */
export function describeError (err: any): ErrorLine {
  if (err?.code?.startsWith?.('commander.') === true) {
    return { line: commanderLine(String(err.message), err.code), code: BAD_INPUT }
  }

  const code = INPUT_ERRORS.has(err?.name) || SYSTEM_PROBLEMS[err?.code] != null ? BAD_INPUT : FAILED

  return { line: `groupcall: ${messageOf(err)}`, code }
}

/** The message of an error in one line, for people */
export function messageOf (err: any): string {
  // some libraries put the stack of what caused it into the message
  const message = oneLine(String(err?.message ?? err).replace(/\n\s+at .*/g, ''))

  if (err?.name === 'KeyFileError' && (err.code === 'passphrase-needed' || err.code === 'wrong-passphrase')) {
    return `${message} (--passphrase-file FILE, or the variable GROUPCALL_PASSPHRASE)`
  }

  if (SYSTEM_PROBLEMS[err?.code] != null) {
    return `${message}: ${SYSTEM_PROBLEMS[err.code]}`
  }

  return message === '' ? String(err?.name ?? 'unknown error') : message
}

/** What came from elsewhere may hold line breaks and terminal escapes */
export function oneLine (text: string): string {
  return text.trim().replace(/\s*[\r\n]+\s*/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
}

/** commander writes 'error: …' and a hint on the next line */
function commanderLine (message: string, code: string): string {
  const text = oneLine(message).replace(/^error: /, '').replace(/\.?$/, '')
  const hint = code === 'commander.unknownCommand' ? 'groupcall --help shows the commands' : 'add --help to see what can be given'

  return `groupcall: ${text}: ${hint}`
}
