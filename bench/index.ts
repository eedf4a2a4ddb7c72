import { Command } from 'commander'
import { benchCold } from './cold.ts'
import { benchJoin } from './join.ts'
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

await program.parseAsync()
// WebRTC's threads would keep the process
process.exit(0)

function progress (line: string): void {
  process.stderr.write(`${line}\n`)
}

function print (report: Report, json = false): void {
  process.stdout.write(`${json ? JSON.stringify(report) : format(report)}\n`)
}
