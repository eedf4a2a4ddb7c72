import { Command, Option } from 'commander'
import { writePerformance } from '../scripts/draw-performance.ts'
import { benchCarried } from './carried.ts'
import { benchCheck } from './check.ts'
import { benchCold } from './cold.ts'
import { benchDht } from './dht.ts'
import { benchFlood } from './flood.ts'
import { benchJoinBrowser } from './join-browser.ts'
import { benchJoinWan } from './join-wan.ts'
import { benchJoin } from './join.ts'
import { benchLate } from './late.ts'
import { benchLoad } from './load.ts'
import { benchProviders } from './providers.ts'
import { benchReactions } from './reactions.ts'
import { readRecordings, record, writeRecordings } from './record.ts'
import { benchRejoin } from './rejoin.ts'
import { format, REPORT_FORM } from './report.ts'
import { benchStart } from './start.ts'
import { benchStrangers } from './strangers.ts'
import { benchVoice } from './voice.ts'
import { benchWire } from './wire.ts'
import type { Report } from './report.ts'

const program = new Command('bench')
  .description('Benchmarks of groupcall. Run them on an idle machine, and compare ratios, not times.')
  .addHelpText('afterAll', REPORT_FORM)

bench('join', 'time from join() to sound on every edge, compared with the bare limit', async ({ participants: sizes, ...init }) => benchJoin({ sizes, ...init }))
  .addOption(sizes())
  .addOption(number('--runs', 'runs of each'))
  .addOption(recorded())

bench('join-browser', 'the same in Chromium pages, warm and cold, next to bare WebRTC, simple-peer, PeerJS and Trystero', async ({ participants: sizes, ...init }) => benchJoinBrowser({ sizes, ...init }))
  .addOption(sizes())
  .addOption(number('--runs', 'runs of each system'))

bench('join-wan', 'the same with 50 ms one way between all hosts, in Node next to bare TCP and simple-peer, and in pages next to Trystero; needs root and the network lab', async ({ participants: sizes, ...init }) => benchJoinWan({ sizes, ...init }))
  .addOption(sizes())
  .addOption(number('--runs', 'runs of each system'))
  .addOption(where('where participants run'))
  .addOption(recorded())

bench('late', 'time until an eighth participant hears, and is heard by, seven others in a call, and what these lose of each other meanwhile', async ({ participants: [n] = [], ...init }) => benchLate({ n, ...init }))
  .addOption(new Option('--participants <n>', 'participants, the last one included').argParser(value => [Number(value)]))
  .addOption(number('--runs', 'runs of each'))

bench('wire', 'packets, bytes and flights of a join, for 2 to 8 participants; needs root and the network lab', async ({ participants: sizes, ...init }) => benchWire({ sizes, ...init }))
  .addOption(sizes())
  .addOption(number('--runs', 'runs of each'))

bench('cold', 'time from the start of the process to sound, in a network of 20 peers', async ({ log }) => benchCold(log))

bench('start', 'time that the command and the page take to start, compared with an empty program of Node', benchStart)
  .addOption(number('--runs', 'how often each starts'))
  .addOption(where('what starts'))

bench('dht', 'questions, messages and time until a member finds another in a DHT of 10, 100 and 1,000 peers in several processes', async ({ peers: sizes, ...init }) => benchDht({ sizes, ...init }))
  .addOption(new Option('--peers <n...>', 'sizes of the DHT').argParser(appendNumber))
  .addOption(number('--runs', 'searches of each kind and size'))
  .option('--plot <file>', 'draw what was found, as SVG')

bench('load', 'processor time, memory and bytes of 2 and 4 participants in a call, each in a process, next to bare WebRTC at the same bitrate', async ({ participants: sizes, ...init }) => benchLoad({ sizes, ...init }))
  .addOption(sizes())
  .addOption(number('--runs', 'runs of each'))
  .addOption(number('--minutes', 'also measure how much the heap grows in a call of so many minutes; the goal is for 10'))

bench('voice', 'delay from mouth to ear over a link, compared with bare WebRTC', benchVoice)
  .addOption(number('--runs', 'runs of each'))

bench('carried', 'delay from mouth to ear through a member that carries a voice, compared with a direct link', async ({ log, bursts }) => benchCarried(log, bursts))
  .addOption(number('--bursts', 'sounds to time'))

bench('providers', 'time from join() to the other member, with 50,000 false providers under the group\'s key', async ({ log, ...init }) => benchProviders(log, init))
  .addOption(number('--tries', 'how often two members join'))
  .addOption(number('--fakes', 'false providers'))
  .addOption(number('--attackers', 'peers that stay connected and keep adding themselves'))

bench('strangers', 'how long peers in calls, and in none, take to reset a stranger\'s stream', async ({ log, tries }) => benchStrangers(log, tries))
  .addOption(number('--tries', 'streams to each of the peers'))

bench('reactions', 'how soon others notice that a participant is muted, a tab closed, a page reloaded or a process frozen, and how soon the command ends', async ({ log, runs }) => benchReactions(log, runs))
  .addOption(number('--runs', 'how often each happens'))

bench('rejoin', 'memory of a process that joins and leaves a call 40 times, in which another participant stays', async ({ log, rejoins }) => benchRejoin(log, rejoins))
  .addOption(number('--rejoins', 'how often it joins'))

bench('flood', 'harm that a peer can do to a participant by sending as much as it can: memory, connections and sound. Takes about ten minutes, on loopback only', async ({ log }) => benchFlood(log))
  .addHelpText('after', `
  128 signaling streams that stall (+32 MiB at most, and none is left after 5 s), 10,000 offers of
  strangers (+16 MiB at most, and no RTCPeerConnection), and 1,000 messages a second to each of the
  two others in a call of three (they hear each other as before). The participant is in a process of
  its own; memory is its RSS, at most, above what it was after a smaller flood of the same kind: in a
  small heap, where V8 must collect garbage as it comes, and in the one that V8 takes by itself.`)

bench('check', 'compare the ratios of benchmarks with those in bench/baseline.json: ends with exit code 1 if one is more than a quarter larger, with each median outside the spread of the other', async init => {
  const report = await benchCheck(init)
  process.exitCode = report.ratios.every(({ met }) => met) ? 0 : 1

  return report
})
  .option('--only <names...>', 'benchmarks to run, all by default')
  .option('--quick', 'run some of them, a few times: at most three minutes')
  .option('--from <files...>', 'compare what benchmarks have printed with --json, and run none')
  .option('--update', 'write what was found to bench/baseline.json, to compare with it from now on')

await program.parseAsync()
// WebRTC's threads would keep the process alive
process.exit()

/** What the options of all benchmarks say; each has its own of them */
interface Init {
  log(line: string): void
  participants?: number[]
  runs?: number
  peers?: number[]
  plot?: string
  minutes?: number
  only?: string[]
  quick?: boolean
  from?: string[]
  update?: boolean
  where?: 'node' | 'pages'
  bursts?: number
  tries?: number
  fakes?: number
  attackers?: number
  rejoins?: number
}

/** Adds a benchmark, whose report is printed as a table or, with `--json`, as an object */
function bench (name: string, description: string, run: (init: Init) => Promise<Report>): Command {
  return program.command(name).description(description)
    .option('--json', 'print one JSON object')
    .action(async ({ json, record: isRecorded, ...init }: Omit<Init, 'log'> & { json?: boolean, record?: boolean }) => {
      const report = await run({ ...init, log: line => { process.stderr.write(`${line}\n`) } })

      if (isRecorded === true) {
        await writeRecordings(record(await readRecordings(), report, new Date().toISOString().slice(0, 10)))
        await writePerformance()
      }

      process.stdout.write(`${json === true ? JSON.stringify(report) : format(report)}\n`)
    })
}

function number (name: string, description: string): Option {
  return new Option(`${name} <n>`, description).argParser(Number)
}

function sizes (): Option {
  return new Option('--participants <n...>', 'sizes of the mesh').argParser(appendNumber)
}

function recorded (): Option {
  return new Option('--record', 'also write the figures to docs/performance.json, and the charts and tables of docs/performance.md')
}

function where (description: string): Option {
  return new Option('--where <where>', `${description}, both by default`).choices(['node', 'pages'])
}

function appendNumber (value: string, before: number[] = []): number[] {
  return [...before, Number(value)]
}
