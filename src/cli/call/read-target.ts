import { createReadStream } from 'node:fs'
import { findInvite, parseAudioSpec, parseInvite } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { promptLines } from '../terminal/prompt.ts'
import { quote } from '../words.ts'
import type { Readable } from 'node:stream'

/** Stands for standard input in place of an invite or a file */
const STDIN = '-'

/** Characters: a mail with an invite in it, see `findInvite` */
const MAX_LENGTH = 65_536

export interface ReadTargetOptions {
  audio: string
  inviteFile?: string
}

/**
 * Returns what `groupcall call` should join: its argument, or an invite from a file,
 * from standard input, or from the terminal, where it prompts for it. Other users of a
 * machine can see arguments, but none of these.
 *
 * @throws {UsageError}
 */
export async function readTarget (target: string | undefined, { audio, inviteFile }: ReadTargetOptions): Promise<string | undefined> {
  if (inviteFile != null && target != null) {
    throw new UsageError(`${quote(target)} and --invite-file ${quote(inviteFile)} both name a call: leave out one of them`)
  }

  const source = inviteFile ?? target

  if (source === STDIN) {
    return readStandardInput(audio)
  }

  return inviteFile == null ? target : readInvite(`--invite-file ${quote(inviteFile)}`, async () => readText(createReadStream(inviteFile)))
}

async function readStandardInput (audio: string): Promise<string> {
  const { stdin } = process

  if (parseAudioSpec(audio).kind === 'raw') {
    throw new UsageError('an invite and --audio - can\'t both be read from standard input: put the invite into a file and pass --invite-file FILE')
  }

  return readInvite('standard input', async () => stdin.isTTY ? promptLines('Invite: ', isComplete) : readText(stdin))
}

/** @param where - where the invite comes from, for messages */
async function readInvite (where: string, read: () => Promise<string>): Promise<string> {
  let text

  try {
    text = (await read()).trim()
  } catch (err: any) {
    throw err instanceof UsageError ? err : new UsageError(`${where} can't be read (${err.code ?? err.message}): name a file with an invite in it`, { cause: err })
  }

  if (text === '') {
    throw new UsageError(`${where} is empty: put an invite into it`)
  }

  try {
    parseInvite(text)
  } catch (err: any) {
    throw new UsageError(`${where}: ${err.message}`, { cause: err })
  }

  return text
}

/**
 * Reads text with an invite in it, such as a mail or the output of `groupcall group
 * invite`, without waiting for the end of the input
 */
async function readText (input: Readable): Promise<string> {
  let text = ''

  for await (const chunk of input.setEncoding('utf8')) {
    text = `${text}${chunk}`.trimStart().slice(0, MAX_LENGTH)

    if (text.length === MAX_LENGTH || (/\n/.test(text) && isComplete(text))) {
      break
    }
  }

  return text
}

/** Returns whether an invite has ended, or a single word has none: a long invite may be wrapped, and more of it may follow */
function isComplete (text: string): boolean {
  try {
    findInvite(text)

    return true
  } catch (err: any) {
    return err.code !== 'cut-short' && !/\s/.test(text.trim())
  }
}
