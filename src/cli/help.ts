/** Examples below the help of a command, each with what it is for */
export function examples (lines: Array<[command: string, purpose: string]>): string {
  return `\nExamples:\n${lines.map(([command, purpose]) => `  ${command}\n      ${purpose}`).join('\n')}`
}
