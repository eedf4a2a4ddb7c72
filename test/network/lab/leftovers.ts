import { isAlive } from '../../cli/fixtures/run.ts'
import { shell } from './shell.ts'

/** Names of namespaces contain the process that made them, so that others know whether it still lives */
const NAME = /^groupcall-(\d+)-\d+-/

let labs = 0

/** Returns a prefix for the names of a new lab's namespaces */
export function newPrefix (): string {
  return `groupcall-${process.pid}-${labs++}-`
}

/** Kills what runs in some namespaces and deletes them */
export function removeNamespaces (names: string[]): void {
  for (const name of names) {
    // another lab that begins at the same moment may be faster
    shell(`ip netns pids ${name} | xargs -r kill -9 || true; ip netns del ${name} || [ ! -e /run/netns/${name} ]`)
  }
}

/** Removes namespaces of labs whose process has died without doing it */
export function removeLeftovers (): void {
  removeNamespaces(namespaces().filter(name => {
    const pid = NAME.exec(name)?.[1]

    return pid != null && !isAlive(Number(pid))
  }))
}

/** Returns the names of the namespaces with a prefix, or of all */
export function namespaces (prefix = ''): string[] {
  return shell('ip netns list').split('\n').map(line => line.split(' ')[0]).filter(name => name !== '' && name.startsWith(prefix))
}
