#!/usr/bin/env node
import module from 'node:module'
import { nodeVersionProblem } from './node-version.ts'

const problem = nodeVersionProblem(process.versions.node)

if (problem != null) {
  process.stderr.write(`${problem}\n`)
  process.exit(2)
}

// a second start takes half the time
module.enableCompileCache?.()

// only now: an old Node could not even read what this imports
const { main } = await import('./main.ts')
const code = await main(process.argv)

// libwebrtc's threads would keep or crash a process that ends by itself
process.exit(code)
