import { spawn } from 'node:child_process'
import { LAB_TIMEOUT } from './timeout.ts'
import type { LabHost } from './lab-host.ts'

/** Runs endless loops, which end with the lab at the latest; returns what ends them */
export function keepBusy (host: LabHost, loops: number): () => void {
  // in a namespace of the lab, so that they go with it even if this process is killed
  const children = Array.from({ length: loops }, () => spawn('ip', ['netns', 'exec', host.namespace, 'timeout', String(LAB_TIMEOUT / 1_000), 'sh', '-c', 'while :; do :; done'], { stdio: 'ignore' }))

  return () => { children.forEach(child => child.kill()) }
}
