import { dirname, join } from 'node:path/posix'

/** A tag, with its attributes */
const TAG = /<[a-z][^>]*>/g

/** What an attribute leads to, or is a target as */
const LINK = /\s(?:href|src)="([^"]*)"/
const TARGET = /\s(?:id|name)="([^"]*)"/

/** Leaves the site */
const ELSEWHERE = /^(?:[a-z]+:|\/\/)/

/** Source code and scripts mention tags that aren't in the page */
const NOT_TAGS = /<(script|style)\b[\s\S]*?<\/\1>/g

/**
 * Returns the links of a site that lead nowhere, as `page: link`
 *
 * @param files - contents of the pages and pictures, by path from the site's root; other files have none
 */
export function findBrokenLinks (files: ReadonlyMap<string, string | undefined>): string[] {
  const pages = [...files].flatMap(([path, html]) => html == null ? [] : [{ path, tags: html.replace(NOT_TAGS, '').match(TAG) ?? [] }])
  const targets = new Map(pages.map(({ path, tags }) => [path, new Set(tags.flatMap(tag => TARGET.exec(tag)?.[1] ?? []))]))

  return pages.flatMap(({ path, tags }) => [...new Set(tags.flatMap(tag => LINK.exec(tag)?.[1] ?? []))]
    .filter(link => !ELSEWHERE.test(link) && !leadsSomewhere(path, link))
    .map(link => `${path}: ${link}`))

  function leadsSomewhere (from: string, link: string): boolean {
    const [url, anchor] = link.split('#', 2)
    // assets have their version after a question mark
    const [name] = url.split('?', 1)
    const path = name === '' ? from : join(dirname(from), decodeURI(name))
    const file = files.has(path) ? path : join(path, 'index.html')

    return files.has(file) && (anchor == null || anchor === '' || targets.get(file)?.has(decodeURIComponent(anchor)) === true)
  }
}
