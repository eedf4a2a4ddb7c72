import { missingNamespaces } from '../../fixtures/namespaces.ts'
import { shell } from './shell.ts'

/** What a lab calls, and the Debian package that has it */
const COMMANDS = { nft: 'nftables', ethtool: 'ethtool', gcc: 'gcc' }

let missing: { reason?: string } | undefined

/** Returns why there can't be a lab here, or `undefined` if there can */
export function missingForLab (): string | undefined {
  missing ??= { reason: missingNamespaces() ?? missingCommand() }

  return missing.reason
}

function missingCommand (): string | undefined {
  for (const [command, name] of Object.entries(COMMANDS)) {
    try {
      shell(`command -v ${command}`)
    } catch {
      return `a network lab needs the package ${name}`
    }
  }
}
