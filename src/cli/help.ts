/** Formats examples for the end of a command's help, each with its purpose */
export function examples (lines: Array<[command: string, purpose: string]>): string {
  return `\nExamples:\n${lines.map(([command, purpose]) => `  ${command}\n      ${purpose}`).join('\n')}`
}
