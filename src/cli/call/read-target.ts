import { createReadStream } from 'node:fs'
import { parseAudioSpec, parseInvite } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { promptLine } from '../terminal/prompt.ts'
import { quote } from '../words.ts'
import type { Readable } from 'node:stream'

/** Stands for standard input in place of an invite or a file */
const STDIN = '-'

/** Characters: longer than any invite, see `parseInvite` */
const MAX_LENGTH = 8_192

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

  return inviteFile == null ? target : readInvite(`--invite-file ${quote(inviteFile)}`, async () => readLine(createReadStream(inviteFile)))
}

async function readStandardInput (audio: string): Promise<string> {
  const { stdin } = process

  if (parseAudioSpec(audio).kind === 'raw') {
    throw new UsageError('an invite and --audio - can\'t both be read from standard input: put the invite into a file and pass --invite-file FILE')
  }

  return readInvite('standard input', async () => stdin.isTTY ? promptLine('Invite: ') : readLine(stdin))
}

/** @param where - where the invite comes from, for messages */
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

/**
 * Reads an invite that may have text around it, such as the output of `groupcall group
 * invite`, without waiting for the end of the input. Returns the first line that isn't
 * empty if there is no invite.
 */
async function readLine (input: Readable): Promise<string> {
  let text = ''

  for await (const chunk of input.setEncoding('utf8')) {
    text = `${text}${chunk}`.trimStart()
    const lines = text.slice(0, MAX_LENGTH).split('\n').slice(0, -1)

    // a single word that isn't an invite has none behind it
    if (text.length > MAX_LENGTH || lines.some(line => findInvite(line) != null) || (lines.length > 0 && !lines[0].trim().includes(' '))) {
      break
    }
  }

  const lines = text.slice(0, MAX_LENGTH).split('\n')

  return lines.map(findInvite).find(invite => invite != null) ?? lines[0]
}

/** Returns the invite in a line, without the quotes that protect its # from a shell */
function findInvite (line: string): string | undefined {
  return line.match(/[^\s'"`<(]+#[\w-]{16,}/)?.[0]
}
