import { execFileSync } from 'node:child_process'

/** Runs a shell script, which ends at its first error, and returns its output; throws what it printed on standard error */
export function shell (script: string, { input, namespace }: { input?: string, namespace?: string } = {}): string {
  const [command, ...args] = [...(namespace == null ? [] : ['ip', 'netns', 'exec', namespace]), 'sh', '-ec', script]

  return execFileSync(command, args, { input: input ?? '', stdio: 'pipe', encoding: 'utf8' })
}
