import { Option } from 'commander'

/** The option --page-url; its value is checked with `parsePageUrl`, which loads more than help needs */
export function pageUrlOption (): Option {
  return new Option('--page-url <url>', 'https address of a groupcall page for others, so that invites come with a link and a QR code that open it').env('GROUPCALL_PAGE_URL')
}

/** Formats examples for the end of a command's help, each with its purpose */
export function examples (lines: Array<[command: string, purpose: string]>): string {
  return `\nExamples:\n${lines.map(([command, purpose]) => `  ${command}\n      ${purpose}`).join('\n')}`
}
