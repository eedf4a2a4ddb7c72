import { Command } from 'commander'
import { benchCold } from './cold.ts'
import { benchJoin } from './join.ts'
import { benchProviders } from './providers.ts'
import { format } from './report.ts'
import type { Report } from './report.ts'

const program = new Command('bench')
  .description('Speed of groupcall. Run it with nothing else going on; compare ratios, not times.')

program.command('join')
  .description('from join() to sound on every edge, beside the bare limit')
  .option('--json', 'print one JSON object')
  .option('--participants <n...>', 'sizes of the mesh', value => Number(value))
  .action(async ({ json, participants }: { json?: boolean, participants?: number }) => {
    print(await benchJoin(progress, participants == null ? undefined : [participants]), json)
  })

program.command('cold')
  .description('from the start of the process to sound, in a network of 20 peers')
  .option('--json', 'print one JSON object')
  .action(async ({ json }: { json?: boolean }) => {
    print(await benchCold(progress), json)
  })

program.command('providers')
  .description('from join() to the other member, with 50,000 false providers under the group\'s key')
  .option('--json', 'print one JSON object')
  .option('--tries <n>', 'how often two members join', value => Number(value))
  .option('--fakes <n>', 'false providers', value => Number(value))
  .option('--attackers <n>', 'peers that stay connected and go on adding themselves', value => Number(value))
  .action(async ({ json, ...init }: { json?: boolean, tries?: number, fakes?: number, attackers?: number }) => {
    print(await benchProviders(progress, init), json)
  })

await program.parseAsync()
// WebRTC's threads would keep the process
process.exit(0)

function progress (line: string): void {
  process.stderr.write(`${line}\n`)
}

function print (report: Report, json = false): void {
  process.stdout.write(`${json ? JSON.stringify(report) : format(report)}\n`)
}
