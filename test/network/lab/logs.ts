import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { Running } from '../../cli/fixtures/run.ts'

/** Names a folder for the logs of all participants, to find out why a scenario fails */
const LOGS = process.env.GROUPCALL_LAB_LOGS

/** What the environment of a participant has besides, if its logs are kept */
export const LOG_ENV: NodeJS.ProcessEnv = LOGS == null ? {} : { DEBUG: process.env.DEBUG ?? 'groupcall:*' }

/** Keeps what a participant prints, if logs are kept, and returns it */
export function keepLogs (name: string, running: Running): Running {
  if (LOGS != null) {
    running.child.stderr?.pipe(createWriteStream(join(LOGS, `${name}.log`), { flags: 'a' }))
    running.child.stdout?.pipe(createWriteStream(join(LOGS, `${name}.events`), { flags: 'a' }))
  }

  return running
}
