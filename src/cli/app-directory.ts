import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Relative paths of dist/app, from the source and from the compiled file */
const FOLDERS = ['../../dist/app/', '../../app/']

/** Returns the directory of the built page, or `undefined` if it hasn't been built */
export function appDirectory (env: NodeJS.ProcessEnv = process.env): string | undefined {
  const own = env.GROUPCALL_APP_DIR
  const folders = own != null && own !== '' ? [own] : FOLDERS.map(folder => fileURLToPath(new URL(folder, import.meta.url)))

  return folders.find(folder => existsSync(join(folder, 'index.html')))
}

/** Returns a link that opens a call in the page; its secret part comes after the `#` */
export function pageLink (pageUrl: string, invite: string): string {
  return `${pageUrl}${invite.slice(invite.indexOf('#'))}`
}
