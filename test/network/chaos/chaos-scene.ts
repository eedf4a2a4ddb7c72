import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createIdentity } from '../../../keys/index.ts'
import { createGroup, createInvite } from '../../../src/index.ts'
import { builtApp } from '../../e2e/fixtures/app.ts'
import { Lab, startBootstrap } from '../lab/index.ts'
import { writeTone } from '../lab/write-tone.ts'
import { Voice } from './voice.ts'
import type { Fault } from './plan.ts'
import type { VoiceInit } from './voice.ts'
import type { LabBootstrap, LabHost, NATKind, Router } from '../lab/index.ts'
import type { AbortOptions } from '@libp2p/interface'

export interface ChaosSceneInit extends Omit<VoiceInit, 'host' | 'settings'> {
  participants: number
  /** How many of them, the last ones, are in Chromium */
  browsers: number
}

/** What each participant is behind, in turn; undefined for a public address */
const NATS: Array<NATKind | undefined> = ['port-restricted', undefined, 'full-cone', 'symmetric']

/** Percent of the packets */
const LOSS = 10

/** The people of a chaos run, their networks and their bootstrap peer */
export class ChaosScene {
  readonly voices: Voice[] = []
  private readonly lab = new Lab({ delay: 20 })
  private readonly directory: string
  private readonly routers: Array<Router | undefined> = []
  private bootstrapHost?: LabHost
  private bootstrap?: LabBootstrap

  private constructor (directory: string) {
    this.directory = directory
  }

  /** Everybody is joining when it resolves */
  static async create (init: ChaosSceneInit): Promise<ChaosScene> {
    const scene = new ChaosScene(await mkdtemp(join(tmpdir(), 'groupcall-chaos-')))

    try {
      await scene.start(init)
    } catch (err) {
      await scene.stop()
      throw err
    }

    return scene
  }

  /** Does what a fault says, and resolves when it is over */
  async strike ({ kind, participant, duration }: Fault, { signal }: AbortOptions = {}): Promise<void> {
    const lasts = async (): Promise<void> => pause(duration, undefined, { signal })

    if (participant == null) {
      await this.bootstrap?.command.kill()
      await lasts()
      await this.startBootstrap()

      return
    }

    const voice = this.voices[participant]

    switch (kind) {
      case 'leave':
        await voice.leave()
        await lasts()
        voice.start()
        break
      case 'kill':
        await voice.kill()
        await lasts()
        voice.start()
        break
      case 'sleep':
        voice.sleep(true)
        await lasts()
        voice.sleep(false)
        break
      case 'mute':
        voice.mute(true)
        await lasts()
        voice.mute(false)
        break
      case 'address':
        voice.host.cables[0].changeAddress()
        break
      default: {
        const end = (this.routers[participant] ?? voice.host).drop(kind === 'loss' ? { percent: LOSS } : {})
        await lasts()
        end()
      }
    }
  }

  /** Idempotent */
  async stop (): Promise<void> {
    await Promise.all(this.voices.map(async voice => voice.kill()))
    await this.bootstrap?.command.kill()
    await this.lab.stop()
    await rm(this.directory, { recursive: true, force: true })
  }

  private async start ({ participants, browsers, ...init }: ChaosSceneInit): Promise<void> {
    const app = browsers === 0 ? '' : await builtApp()
    this.bootstrapHost = await this.lab.host('bootstrap')
    const bootstrap = await this.startBootstrap()
    const group = createGroup({ name: 'chaos', owner: await createIdentity() })
    const invite = createInvite(group, { addresses: [bootstrap.address] })
    const tones = Array.from({ length: participants }, (_, index) => 400 + 300 * index)

    for (const [index, hz] of tones.entries()) {
      const kind = NATS[index % NATS.length]
      const router = kind == null ? undefined : await this.lab.router(`home${index}`, kind)
      const host = await this.lab.host(`host${index}`, { behind: router })
      const name = `P${index}`
      const path = join(this.directory, name)
      const settings = { name, hz, tones, keyFile: `${path}.json`, invite, bootstrap: [bootstrap.address], iceServers: [{ urls: bootstrap.stun }] }
      const inBrowser = index >= participants - browsers

      this.routers.push(router)
      this.voices.push(new Voice({
        ...init,
        host,
        settings: inBrowser
          ? { ...settings, bootstrap: [bootstrap.webSocket], app, profile: `${path}-profile`, microphoneFile: await writeTone(`${path}.wav`, hz) }
          : settings
      }))
    }

    this.voices.forEach(voice => { voice.start() })
  }

  /** With the same key and ports each time, so that its addresses stay */
  private async startBootstrap (): Promise<LabBootstrap> {
    this.bootstrap = await startBootstrap(this.bootstrapHost as LabHost, ['--data-dir', join(this.directory, 'bootstrap')])

    return this.bootstrap
  }
}
