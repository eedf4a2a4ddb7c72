import { Command } from 'commander'
import { benchCold } from './cold.ts'
import { benchFlood } from './flood.ts'
import { benchJoin } from './join.ts'
import { benchProviders } from './providers.ts'
import { format, REPORT_FORM } from './report.ts'
import type { Report } from './report.ts'

const program = new Command('bench')
  .description('Speed of groupcall. Run it with nothing else going on; compare ratios, not times.')
  .addHelpText('afterAll', REPORT_FORM)

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

program.command('flood')
  .description('what somebody can do to a participant by sending as much as it can: memory, connections and sound. Takes about ten minutes, on loopback only')
  .option('--json', 'print one JSON object')
  .addHelpText('after', `
  128 signaling streams that stall (+32 MiB at most, and none is left after 5 s), 10,000 offers of
  strangers (+16 MiB at most, and no RTCPeerConnection), and 1,000 messages a second to each of the
  two others in a call of three (they hear each other as before). The participant is in a process of
  its own; memory is its RSS, at most, above what it was after a smaller flood of the same kind: in a
  small heap, where V8 must collect garbage as it comes, and in the one that V8 takes by itself.`)
  .action(async ({ json }: { json?: boolean }) => {
    print(await benchFlood(progress), json)
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
