import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { packagePath } from './package-path.ts'

/** Returns the directory of the built page, or `undefined` if it hasn't been built */
export function appDirectory (env: NodeJS.ProcessEnv = process.env): string | undefined {
  const own = env.GROUPCALL_APP_DIR
  const folder = own != null && own !== '' ? own : packagePath('dist/app')

  return existsSync(join(folder, 'index.html')) ? folder : undefined
}

/** Returns a link that opens a call in the page; its secret part comes after the `#` */
export function pageLink (pageUrl: string, invite: string): string {
  return `${pageUrl}${invite.slice(invite.indexOf('#'))}`
}
