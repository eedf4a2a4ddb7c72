import { printJson } from '../print-json.ts'
import { seconds, style } from '../terminal/format.ts'
import { createLive } from '../terminal/live.ts'
import { reportText } from './demo-report.ts'
import { demoTable } from './demo-table.ts'
import type { DemoReport } from './demo-report.ts'
import type { Member } from './member.ts'
import type { Live } from '../terminal/live.ts'

/** Shows a demo while it runs */
export interface DemoView {
  step(text: string): void
  /** `page` is the link for a browser on this machine, if the page is served */
  invite(link: string, page?: string): void
  members(members: Member[]): void
  problem(text: string): void
  /** Called last: nothing is shown after it */
  end(report: DemoReport): void
}

/** Shows a demo to programs: one JSON object at the end, and problems on standard error */
export class JsonDemoView implements DemoView {
  step (): void {}
  invite (): void {}
  members (): void {}

  problem (text: string): void {
    process.stderr.write(`groupcall: ${text}\n`)
  }

  end (report: DemoReport): void {
    printJson(report)
  }
}

/** Shows a demo to people: steps with their times, the invite, and a live table */
export class TerminalDemoView implements DemoView {
  private readonly live: Live
  private readonly began: number
  private readonly interactive = process.stdout.isTTY
  private told = new Map<string, string>()

  constructor (began: number, live: Live = createLive()) {
    this.began = began
    this.live = live
  }

  step (text: string): void {
    this.live.line(`  ${style('dim', seconds(performance.now() - this.began).padStart(7))}  ${text}`)
  }

  invite (link: string, page?: string): void {
    const command = `groupcall call '${link}'`

    this.live.line(`\nJoin it from another terminal, or from another machine on this network:\n\n${command}\n`)

    if (page != null) {
      this.live.line(`Or in a browser on this machine, which is the only one that can open this link:\n\n${page}\n`)
    }
  }

  members (members: Member[]): void {
    if (this.interactive) {
      const legend = '▁ to █: how loudly a row hears a column · Out, In: kbit/s · Ctrl-C to end'
      this.live.draw(`\n${demoTable(members)}\n\n  ${style('dim', legend)}`)
      return
    }

    members.forEach(member => { this.tell(member) })
  }

  problem (text: string): void {
    this.live.line(`  ${style('yellow', '!')} ${text}`)
  }

  end (report: DemoReport): void {
    this.live.close()

    // if nobody got into the call, the reason has been shown
    if (report.links.some(({ heard }) => heard)) {
      process.stdout.write(`\n${reportText(report)}\n`)
    }
  }

  /** Prints only changes, where no table can be drawn */
  private tell (member: Member): void {
    const heard = Object.values(member.others).filter(({ heard }) => heard)
    const now = heard.length === 0 ? member.state : `${member.state}, hears ${heard.map(({ name }) => name).join(', ')}`

    if (member.state !== 'starting' && this.told.get(member.name) !== now) {
      this.told.set(member.name, now)
      this.step(`${member.name}: ${now}`)
    }
  }
}
