import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** dist/app is elsewhere once this is built */
const FOLDERS = ['../../dist/app/', '../../app/']

/** Where the built page is; nothing when it has not been built */
export function appDirectory (env: NodeJS.ProcessEnv = process.env): string | undefined {
  const own = env.GROUPCALL_APP_DIR
  const folders = own != null && own !== '' ? [own] : FOLDERS.map(folder => fileURLToPath(new URL(folder, import.meta.url)))

  return folders.find(folder => existsSync(join(folder, 'index.html')))
}

/** A link to the page that opens a call in it; what is secret stands behind the `#` */
export function pageLink (pageUrl: string, invite: string): string {
  return `${pageUrl}${invite.slice(invite.indexOf('#'))}`
}
