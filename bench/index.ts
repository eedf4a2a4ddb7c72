import { Command, Option } from 'commander'
import { benchCarried } from './carried.ts'
import { benchCold } from './cold.ts'
import { benchFlood } from './flood.ts'
import { benchJoinBrowser } from './join-browser.ts'
import { benchJoinWan } from './join-wan.ts'
import { benchJoin } from './join.ts'
import { benchLate } from './late.ts'
import { benchProviders } from './providers.ts'
import { benchReactions } from './reactions.ts'
import { benchRejoin } from './rejoin.ts'
import { format, REPORT_FORM } from './report.ts'
import { benchStart } from './start.ts'
import { benchStrangers } from './strangers.ts'
import { benchWire } from './wire.ts'
import type { Report } from './report.ts'

const program = new Command('bench')
  .description('Benchmarks of groupcall. Run them on an idle machine, and compare ratios, not times.')
  .addHelpText('afterAll', REPORT_FORM)

program.command('join')
  .description('time from join() to sound on every edge, compared with the bare limit')
  .option('--json', 'print one JSON object')
  .option('--participants <n...>', 'sizes of the mesh', toNumbers)
  .option('--runs <n>', 'runs of each', value => Number(value))
  .action(async ({ json, participants, runs }: { json?: boolean, participants?: number[], runs?: number }) => {
    print(await benchJoin({ sizes: participants, runs, log: progress }), json)
  })

program.command('join-browser')
  .description('the same in Chromium pages, warm and cold, next to bare WebRTC, simple-peer, PeerJS and Trystero')
  .option('--json', 'print one JSON object')
  .option('--participants <n...>', 'sizes of the mesh', toNumbers)
  .option('--runs <n>', 'runs of each system', value => Number(value))
  .action(async ({ json, participants, runs }: { json?: boolean, participants?: number[], runs?: number }) => {
    print(await benchJoinBrowser({ sizes: participants, runs, log: progress }), json)
  })

program.command('join-wan')
  .description('the same with 50 ms one way between all hosts, in Node next to bare TCP and simple-peer, and in pages next to Trystero; needs root and the network lab')
  .option('--json', 'print one JSON object')
  .option('--participants <n...>', 'sizes of the mesh', toNumbers)
  .option('--runs <n>', 'runs of each system', value => Number(value))
  .addOption(new Option('--where <where>', 'where participants run, both by default').choices(['node', 'pages']))
  .action(async ({ json, participants, runs, where }: { json?: boolean, participants?: number[], runs?: number, where?: 'node' | 'pages' }) => {
    print(await benchJoinWan({ sizes: participants, runs, where, log: progress }), json)
  })

program.command('late')
  .description('time until an eighth participant hears, and is heard by, seven others in a call, and what these lose of each other meanwhile')
  .option('--json', 'print one JSON object')
  .option('--participants <n>', 'participants, the last one included', value => Number(value))
  .option('--runs <n>', 'runs of each', value => Number(value))
  .action(async ({ json, participants, runs }: { json?: boolean, participants?: number, runs?: number }) => {
    print(await benchLate({ n: participants, runs, log: progress }), json)
  })

program.command('wire')
  .description('packets, bytes and flights of a join, for 2 to 8 participants; needs root and the network lab')
  .option('--json', 'print one JSON object')
  .option('--participants <n...>', 'sizes of the mesh', toNumbers)
  .option('--runs <n>', 'runs of each', value => Number(value))
  .action(async ({ json, participants, runs }: { json?: boolean, participants?: number[], runs?: number }) => {
    print(await benchWire({ sizes: participants, runs, log: progress }), json)
  })

program.command('cold')
  .description('time from the start of the process to sound, in a network of 20 peers')
  .option('--json', 'print one JSON object')
  .action(async ({ json }: { json?: boolean }) => {
    print(await benchCold(progress), json)
  })

program.command('start')
  .description('time that the command and the page take to start, compared with an empty program of Node')
  .option('--json', 'print one JSON object')
  .option('--runs <n>', 'how often each starts', value => Number(value))
  .action(async ({ json, runs }: { json?: boolean, runs?: number }) => {
    print(await benchStart(progress, runs), json)
  })

program.command('carried')
  .description('delay from mouth to ear through a member that carries a voice, compared with a direct link')
  .option('--json', 'print one JSON object')
  .option('--bursts <n>', 'sounds to time', value => Number(value))
  .action(async ({ json, bursts }: { json?: boolean, bursts?: number }) => {
    print(await benchCarried(progress, bursts), json)
  })

program.command('providers')
  .description('time from join() to the other member, with 50,000 false providers under the group\'s key')
  .option('--json', 'print one JSON object')
  .option('--tries <n>', 'how often two members join', value => Number(value))
  .option('--fakes <n>', 'false providers', value => Number(value))
  .option('--attackers <n>', 'peers that stay connected and keep adding themselves', value => Number(value))
  .action(async ({ json, ...init }: { json?: boolean, tries?: number, fakes?: number, attackers?: number }) => {
    print(await benchProviders(progress, init), json)
  })

program.command('strangers')
  .description('how long peers in calls, and in none, take to reset a stranger\'s stream')
  .option('--json', 'print one JSON object')
  .option('--tries <n>', 'streams to each of the peers', value => Number(value))
  .action(async ({ json, tries }: { json?: boolean, tries?: number }) => {
    print(await benchStrangers(progress, tries), json)
  })

program.command('reactions')
  .description('how soon others notice that a participant is muted, a tab closed, a page reloaded or a process frozen, and how soon the command ends')
  .option('--json', 'print one JSON object')
  .option('--runs <n>', 'how often each happens', value => Number(value))
  .action(async ({ json, runs }: { json?: boolean, runs?: number }) => {
    print(await benchReactions(progress, runs), json)
  })

program.command('rejoin')
  .description('memory of a process that joins and leaves a call 40 times, in which another participant stays')
  .option('--json', 'print one JSON object')
  .option('--rejoins <n>', 'how often it joins', value => Number(value))
  .action(async ({ json, rejoins }: { json?: boolean, rejoins?: number }) => {
    print(await benchRejoin(progress, rejoins), json)
  })

program.command('flood')
  .description('harm that a peer can do to a participant by sending as much as it can: memory, connections and sound. Takes about ten minutes, on loopback only')
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
// WebRTC's threads would keep the process alive
process.exit(0)

/** Collects the values of an option that takes several */
function toNumbers (value: string, before: number[] = []): number[] {
  return [...before, Number(value)]
}

function progress (line: string): void {
  process.stderr.write(`${line}\n`)
}

function print (report: Report, json = false): void {
  process.stdout.write(`${json ? JSON.stringify(report) : format(report)}\n`)
}
