import { setTimeout as pause } from 'node:timers/promises'
import { ChaosScene } from './chaos-scene.ts'
import { HEALING, Healings } from './healings.ts'
import { createPlan } from './plan.ts'
import { findLeaks } from './resources.ts'
import { unheard } from './voice.ts'
import type { SlowHealing } from './healings.ts'
import type { Fault } from './plan.ts'
import type { Leak } from './resources.ts'
import type { Voice, VoiceResources } from './voice.ts'

export interface ChaosInit {
  seed: number
  minutes: number
  participants: number
  browsers: number
  /** Directory for what each process logs; see DEBUG */
  logs?: string
  /** Called with each line of progress */
  onProgress(line: string): void
  signal: AbortSignal
}

export interface ChaosReport {
  seed: number
  minutes: number
  participants: number
  browsers: number
  faults: number
  /** ms from the start until everybody heard everybody; undefined if that took too long */
  together?: number
  /** ms from the end of the last fault until everybody heard everybody again; undefined if that took too long */
  healed?: number
  /** The people that were not heard then */
  unheard: string[]
  /** The same whenever no fault was left during the run: median and longest of the ms, and those that took too long */
  meanwhile: { count: number, median: number, longest: number, slow: SlowHealing[] }
  leaks: Leak[]
  /** What went wrong besides, for example a process that ended with an error */
  errors: string[]
  passed: boolean
}

/** ms in which a call has to begin, and in which a run gives up waiting for it to heal */
const PATIENCE = 60_000

/** ms between two lines of progress */
const PROGRESS = 10_000

/** ms between two looks at who hears whom */
const LOOK = 100

/** ms in which resources settle, before they are measured */
const SETTLING = 15_000

/** ms of faults after which nothing is new to a process any longer, so that its heap may not grow */
const WARM_UP = 120_000

/** Plays a plan of faults against a call, and finds out whether it heals */
export class ChaosRun {
  private readonly init: ChaosInit
  private readonly errors: string[] = []
  private readonly healings = new Healings()
  /** Of the first participant, which keeps its process */
  private warm?: Promise<VoiceResources | undefined>

  constructor (init: ChaosInit) {
    this.init = init
  }

  async run (): Promise<ChaosReport> {
    const { seed, minutes, participants, browsers, logs } = this.init
    const scene = await ChaosScene.create({ participants, browsers, logs, onCrash: reason => { this.errors.push(reason) } })

    try {
      const together = await this.until(() => scene.voices.every(({ running }) => running) && unheard(scene.voices).length === 0)
      this.init.onProgress(together == null ? `The call did not begin: ${unheard(scene.voices).join(', ')}` : `Everybody heard everybody after ${together} ms`)

      if (together == null) {
        return { seed, minutes, participants, browsers, faults: 0, unheard: unheard(scene.voices), meanwhile: summarize(new Healings()), leaks: [], errors: this.errors, passed: false }
      }

      const before = await this.measure(scene.voices)
      const plan = createPlan({ seed, length: minutes * 60_000, participants })
      await this.play(plan, scene)
      const healed = this.healings.pending ? undefined : this.healings.times.pop()
      const missing = unheard(scene.voices)
      const after = await this.measure(scene.voices)
      const warm = await this.warm
      const leaks = findLeaks(scene.voices.map(({ name }, index) => ({ name, warmHeap: index === 0 ? warm?.heap : undefined, before: before[index], after: after[index] })))

      return {
        seed,
        minutes,
        participants,
        browsers,
        faults: plan.length,
        together,
        healed,
        unheard: missing,
        meanwhile: summarize(this.healings),
        leaks,
        errors: this.errors,
        passed: healed != null && healed <= HEALING && leaks.length === 0 && this.errors.length === 0
      }
    } finally {
      await scene.stop()
    }
  }

  /** Resolves when the call has healed from the last fault, or patience has run out */
  private async play (plan: Fault[], scene: ChaosScene): Promise<void> {
    const { minutes, onProgress, signal } = this.init
    const began = performance.now()
    const seconds = (): number => Math.round((performance.now() - began) / 1_000)
    const underWay = new Set<Promise<void>>()
    const progress = setInterval(() => {
      const missing = unheard(scene.voices)
      onProgress(`${seconds()} of ${minutes * 60} s, ${scene.voices.filter(({ running }) => running).length} in the call${missing.length === 0 ? '' : `: ${missing.join(', ')}`}`)
    }, PROGRESS)
    const warm = setTimeout(() => { this.warm = scene.voices[0].measure().catch(() => undefined) }, WARM_UP)
    const looks = setInterval(() => { this.healings.observe(performance.now(), unheard(scene.voices)) }, LOOK)

    try {
      for (const fault of plan) {
        await pause(Math.max(0, fault.at - (performance.now() - began)), undefined, { signal })
        onProgress(`${seconds()} s: ${describe(fault)}`)
        this.healings.begin(performance.now())
        const playing = scene.strike(fault, { signal })
          .catch((err: Error) => { this.errors.push(`${describe(fault)}: ${err.message}`) })
          .finally(() => {
            underWay.delete(playing)
            this.healings.end(performance.now(), describe(fault))
          })
        underWay.add(playing)
      }

      await Promise.all(underWay)
      await this.until(() => !this.healings.pending)
    } finally {
      clearInterval(progress)
      clearTimeout(warm)
      clearInterval(looks)
    }
  }

  private async measure (voices: Voice[]): Promise<Array<VoiceResources | undefined>> {
    await pause(SETTLING, undefined, { signal: this.init.signal })

    return Promise.all(voices.map(async voice => voice.measure()))
  }

  /** Resolves with the ms until a condition held, or with `undefined` when patience has run out */
  private async until (condition: () => boolean): Promise<number | undefined> {
    const began = performance.now()

    while (performance.now() - began < PATIENCE) {
      if (condition()) {
        return Math.round(performance.now() - began)
      }

      await pause(LOOK, undefined, { signal: this.init.signal })
    }
  }
}

function summarize ({ times, slow }: Healings): ChaosReport['meanwhile'] {
  const sorted = times.toSorted((a, b) => a - b)

  return { count: sorted.length, median: sorted[sorted.length >> 1] ?? 0, longest: sorted.at(-1) ?? 0, slow }
}

function describe ({ kind, participant, duration }: Fault): string {
  return `${participant == null ? 'the bootstrap peer' : `P${participant}`}: ${kind}${duration === 0 ? '' : ` for ${Math.round(duration / 100) / 10} s`}`
}
