/**
 * The devices of PulseAudio, or of PipeWire in its place. ALSA, which the sound library
 * uses, knows the server only as one device; which of the server's own devices that is, a
 * process chooses by its environment.
 */

import { execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type { AudioDevice } from './audio-device.ts'
import type { ChildProcess } from 'node:child_process'

/** Marks the ids of the server's devices */
export const SERVER_PREFIX = 'pulse:'

/** What ALSA calls the server */
export const SERVER_LABEL = 'PulseAudio Sound Server'

/** ms that the server may take to answer */
const ANSWER_TIMEOUT = 5_000

/** ms to wait for more changes: a headset is several devices, which come and go together */
const SETTLE = 200

/** ms after which a server that has ended is asked again */
const RESTART_PAUSE = 2_000

/** Returns the server's devices, or `undefined` if no server answers */
export async function listServerDevices (env: NodeJS.ProcessEnv): Promise<AudioDevice[] | undefined> {
  try {
    const [info, sinks, sources] = await Promise.all([['info'], ['list', 'sinks'], ['list', 'sources']].map(async words => ask(words, env)))

    return parseServerDevices(info, sinks, sources)
  } catch {
    return undefined
  }
}

/** Translates what `pactl` prints. What is played can also be recorded there, but isn't a microphone */
export function parseServerDevices (info: any, sinks: any, sources: any): AudioDevice[] {
  const translate = (kind: AudioDevice['kind'], byDefault: unknown) => ({ name, description }: any): AudioDevice =>
    ({ kind, id: `${SERVER_PREFIX}${String(name)}`, name: String(description ?? name), isDefault: name === byDefault })

  return [
    ...sources.filter(({ properties }: any) => properties?.['device.class'] !== 'monitor').map(translate('input', info.default_source_name)),
    ...sinks.map(translate('output', info.default_sink_name))
  ]
}

/** Calls `onChange` when the server's devices have changed; call what it returns to stop */
export function watchServerDevices (env: NodeJS.ProcessEnv, onChange: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  let child = subscribe()

  function subscribe (): ChildProcess {
    const process = spawn('pactl', ['subscribe'], { env: plain(env), stdio: ['ignore', 'pipe', 'ignore'] })

    createInterface({ input: process.stdout }).on('line', line => {
      if (/^Event '(new|remove)' on (sink|source) /.test(line)) {
        clearTimeout(timer)
        timer = setTimeout(onChange, SETTLE)
      }
    })
    process.once('error', () => {})
    process.once('close', () => {
      // the server is gone, and may be started again
      if (!stopped) {
        clearTimeout(timer)
        timer = setTimeout(() => {
          child = subscribe()
          onChange()
        }, RESTART_PAUSE)
      }
    })

    return process
  }

  return () => {
    stopped = true
    clearTimeout(timer)
    child.kill()
  }
}

async function ask (words: string[], env: NodeJS.ProcessEnv): Promise<any> {
  const { stdout } = await promisify(execFile)('pactl', ['--format=json', ...words], { env: plain(env), timeout: ANSWER_TIMEOUT, maxBuffer: 16_777_216 })

  return JSON.parse(stdout)
}

/** pactl translates its events, and in some languages writes numbers that aren't JSON */
function plain (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, LC_ALL: 'C.UTF-8' }
}
