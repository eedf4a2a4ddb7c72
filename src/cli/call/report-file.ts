import { constants } from 'node:fs'
import { access, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UsageError } from '../errors.ts'
import { quote } from '../words.ts'
import type { QualityReport } from '../../index.ts'

/** It contains names, which are nobody else's business on a shared machine */
const ONLY_OWNER = 0o600

/**
 * Checks that a report can be saved to this file after the call. Nothing is overwritten.
 *
 * @throws {UsageError}
 */
export async function checkReportFile (path?: string): Promise<void> {
  if (path == null) {
    return
  }

  if (await stat(path).then(() => true, () => false)) {
    throw new UsageError(`--report ${quote(path)} is there already: name a new file for the report`)
  }

  try {
    await access(dirname(path), constants.W_OK)
  } catch (err: any) {
    throw new UsageError(`--report ${quote(path)} can't be written (${err.code ?? err.message}): name a file in a folder of yours`, { cause: err })
  }
}

/** Fails rather than overwrite a file that was created meanwhile */
export async function saveReport (path: string, report: QualityReport): Promise<void> {
  await writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`, { flag: 'wx', mode: ONLY_OWNER })
}
