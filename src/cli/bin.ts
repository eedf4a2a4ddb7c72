#!/usr/bin/env node
import module from 'node:module'
import { isatty } from 'node:tty'
import { nodeVersionProblem } from './node-version.ts'

const problem = nodeVersionProblem(process.versions.node)

if (problem != null) {
  process.stderr.write(`${problem}\n`)
  process.exit(2)
}

// libp2p's logger would ask the system for each logger, and each stream has several
process.env.DEBUG_COLORS ??= String(isatty(process.stderr.fd))

// halves the time of later starts
module.enableCompileCache?.()

// imported only now, because an old Node couldn't even parse it
const { main } = await import('./main.ts')
const code = await main(process.argv)

// libwebrtc's threads would keep the process alive, or crash it as it ends
process.exit(code)
