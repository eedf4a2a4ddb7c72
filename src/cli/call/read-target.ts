import { createReadStream } from 'node:fs'
import { parseAudioSpec, parseInvite } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { promptLine } from '../terminal/prompt.ts'
import { quote } from '../words.ts'
import type { Readable } from 'node:stream'

/** What stands for standard input in place of an invite or a file */
const STDIN = '-'

/** Characters: no invite is as long, see `parseInvite` */
const MAX_LENGTH = 8_192

export interface ReadTargetOptions {
  audio: string
  inviteFile?: string
}

/**
 * Returns what `groupcall call` was asked to join: its argument, or the invite that it
 * reads from a file, from standard input, or from the terminal, where it asks for it.
 * Other users of a machine can see arguments, but neither of these.
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

  return inviteFile == null ? target : readInvite(`--invite-file ${quote(inviteFile)}`, async () => readLine(createReadStream(inviteFile)))
}

async function readStandardInput (audio: string): Promise<string> {
  const { stdin } = process

  if (parseAudioSpec(audio).kind === 'raw') {
    throw new UsageError('an invite and --audio - can\'t both be read from standard input: put the invite into a file and pass --invite-file FILE')
  }

  return readInvite('standard input', async () => stdin.isTTY ? promptLine('Invite: ') : readLine(stdin))
}

/** @param where - the invite comes from, for messages */
async function readInvite (where: string, read: () => Promise<string>): Promise<string> {
  let text

  try {
    text = (await read()).trim()
  } catch (err: any) {
    throw err instanceof UsageError ? err : new UsageError(`${where} can't be read (${err.code ?? err.message}): name a file with an invite in its first line`, { cause: err })
  }

  if (text === '') {
    throw new UsageError(`${where} is empty: put an invite into its first line`)
  }

  try {
    parseInvite(text)
  } catch (err: any) {
    throw new UsageError(`${where}: ${err.message}`, { cause: err })
  }

  return text
}

/** Reads the first line that isn't empty, without waiting for the end of the input */
async function readLine (input: Readable): Promise<string> {
  let text = ''

  for await (const chunk of input.setEncoding('utf8')) {
    text = `${text}${chunk}`.trimStart()

    if (text.includes('\n') || text.length > MAX_LENGTH) {
      break
    }
  }

  return text.split('\n', 1)[0]
}
