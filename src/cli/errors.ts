/** The user's input can't be used. The message says what is wrong and what to do */
export class UsageError extends Error {
  static name = 'UsageError'
  name = 'UsageError'
}

/** The exit code for wrong input: nothing was started */
export const BAD_INPUT = 2

/** The exit code for a later failure */
export const FAILED = 1

/** Errors about the user's input; by name, so that showing an error loads no library */
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
  'TurnServerError',
  'UnsupportedListenAddressError',
  'UnsupportedListenAddressesError'
])

const SYSTEM_PROBLEMS: Record<string, string> = {
  EADDRINUSE: 'another program uses this port: stop it, or choose another port',
  EADDRNOTAVAIL: 'this machine doesn\'t have this address: choose another',
  EACCES: 'the system doesn\'t allow it: choose a port above 1023, or a file that belongs to you'
}

/** How an error is shown */
export interface ErrorLine {
  line: string
  code: number
}

/**
 * Returns an error as one line for people, and the exit code
 */
export function describeError (err: any): ErrorLine {
  if (err?.code?.startsWith?.('commander.') === true) {
    return { line: commanderLine(String(err.message), err.code), code: BAD_INPUT }
  }

  const code = INPUT_ERRORS.has(err?.name) || SYSTEM_PROBLEMS[err?.code] != null ? BAD_INPUT : FAILED

  return { line: `groupcall: ${messageOf(err)}`, code }
}

/** Returns the message of an error as one line for people */
export function messageOf (err: any): string {
  // some libraries put the stack of the cause into the message
  const message = oneLine(String(err?.message ?? err).replace(/\n\s+at .*/g, ''))

  if (err?.name === 'KeyFileError' && (err.code === 'passphrase-needed' || err.code === 'wrong-passphrase')) {
    return `${message} (use --passphrase-file FILE, or the variable GROUPCALL_PASSPHRASE)`
  }

  if (isDatachannelMissing(message)) {
    return `node-datachannel has no native code for ${process.platform}-${process.arch}: install groupcall again, on a platform that it supports and with install scripts allowed`
  }

  if (SYSTEM_PROBLEMS[err?.code] != null) {
    return `${message}: ${SYSTEM_PROBLEMS[err.code]}`
  }

  return message === '' ? String(err?.name ?? 'unknown error') : message
}

/** Whether a package has no native code for this machine */
export function lacksNativeCode (err: any): boolean {
  return err?.name === 'UnsupportedPlatformError' || isDatachannelMissing(String(err?.message))
}

/** It is loaded with libp2p, before anything of groupcall could check */
function isDatachannelMissing (message: string): boolean {
  return /\bnode_datachannel\b/.test(message)
}

/** Removes the line breaks and terminal escapes that outside text may contain */
export function oneLine (text: string): string {
  return text.trim().replace(/\s*[\r\n]+\s*/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
}

/** commander writes 'error: …' and a hint on the next line */
function commanderLine (message: string, code: string): string {
  const text = oneLine(message).replace(/^error: /, '').replace(/\.?$/, '')
  const hint = code === 'commander.unknownCommand' ? 'groupcall --help lists the commands' : 'add --help to see the options'

  return `groupcall: ${text}: ${hint}`
}
