import { readFile } from 'node:fs/promises'
import { UsageError } from './errors.ts'
import { promptHidden } from './terminal/prompt.ts'
import { quote } from './words.ts'
import type { PassphrasePurpose } from '../../keys/index.ts'

export interface PassphraseOptions {
  /** A file whose first line is the passphrase */
  file?: string
  env?: NodeJS.ProcessEnv
  /** Also ask for one for a new key; an empty answer means none */
  askForNew?: boolean
}

/**
 * Returns where the passphrase comes from: a file, else `GROUPCALL_PASSPHRASE`, else the
 * terminal. The file is read at once, so that a missing file is reported before
 * anything is done.
 */
export async function passphraseSource (options: PassphraseOptions): Promise<(purpose: PassphrasePurpose) => Promise<string | undefined>> {
  const { askForNew = false, env = process.env } = options
  const given = options.file == null ? env.GROUPCALL_PASSPHRASE : await readPassphrase(options.file)

  return async purpose => {
    if (given != null && given !== '') {
      return given
    }

    if (!process.stdin.isTTY || !process.stderr.isTTY || (purpose === 'create' && !askForNew)) {
      return undefined
    }

    return purpose === 'open' ? promptHidden('Passphrase of your key: ') : askTwice()
  }
}

async function askTwice (): Promise<string | undefined> {
  const passphrase = await promptHidden('Passphrase for your key (empty for none): ')

  if (passphrase === '') {
    return undefined
  }

  if (await promptHidden('Repeat the passphrase: ') !== passphrase) {
    throw new UsageError('the passphrases differ, and no key was written: try again')
  }

  return passphrase
}

async function readPassphrase (path: string): Promise<string> {
  let text

  try {
    text = await readFile(path, 'utf8')
  } catch (err: any) {
    throw new UsageError(`--passphrase-file ${quote(path)} can't be read (${err.code ?? err.message}): name a file with the passphrase in its first line`)
  }

  const [line] = text.split(/\r?\n/)

  if (line === '') {
    throw new UsageError(`--passphrase-file ${quote(path)} has no passphrase in its first line: put one there, or leave the option out`)
  }

  return line
}
