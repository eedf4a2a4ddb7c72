import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Running } from '../../test/cli/fixtures/run.ts'
import { MixedCall } from '../../test/e2e/fixtures/mixed-call.ts'
import { untilCall } from '../../test/fixtures/calls.ts'
import type { MixedCallInit } from '../../test/e2e/fixtures/mixed-call.ts'

/** Returns the ms from the reload of a page in a call to its link being up again */
export async function reloadPage (): Promise<number> {
  return inCall({ browsers: ['ada'], nodes: ['ben'] }, async ({ browsers: [browser], nodes: [{ call: node }] }) => {
    const [{ session }] = node.participants
    const back = untilCall(node, 'participant:update', () => node.participants.some(other => other.session !== session && other.linkState === 'connected'))
    const began = performance.now()
    await browser.reload()
    await back

    return performance.now() - began
  })
}

/** Returns the ms until a closed tab is gone at a Node process and in another browser */
export async function closeTab (): Promise<number> {
  return inCall({ browsers: ['ada', 'chloe'], nodes: ['ben'] }, async ({ browsers: [closed, other], nodes: [{ call: node }] }) => {
    const began = performance.now()
    const gone = Promise.all([
      untilCall(node, 'participant:leave', () => node.participants.length === 1),
      other.until(({ participants }) => participants.length === 1)
    ])
    await closed.page.close()
    await gone

    return performance.now() - began
  })
}

/** Returns the ms until a page shows that a participant's process stands still */
export async function freezeProcess (): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'groupcall-bench-'))
  let frozen: Running | undefined

  try {
    return await inCall({ browsers: ['ada'], nodes: ['chloe'] }, async call => {
      const [browser] = call.browsers
      const process = new Running(['call', call.invite, '--json', '--name', 'Ben', '--audio', 'tone', '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0', '--key', join(folder, 'ben.json')])
      frozen = process
      await browser.until(({ participants, matrix }) => participants.some(({ name, level }) => name === 'Ben' && level > 0.01) && matrix.complete)
      const began = performance.now()
      process.child.kill('SIGSTOP')
      await browser.page.getByRole('article', { name: 'Ben, key' }).getByText('reconnecting…').waitFor()

      return performance.now() - began
    })
  } finally {
    await frozen?.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Measures in a call whose browsers hear everybody */
async function inCall (init: MixedCallInit, measure: (call: MixedCall) => Promise<number>): Promise<number> {
  const call = await MixedCall.create(init)

  try {
    await Promise.all(call.browsers.map(async browser => browser.hears(call.browsers.length + call.nodes.length - 1)))

    return await measure(call)
  } finally {
    await call.stop()
  }
}
