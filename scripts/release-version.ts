/** What stands above the changes that are in no release yet */
const UNRELEASED = /^## (\d+\.\d+\.\d+) \(not released\)$/m

/**
 * Returns the changelog of a release: its first section gets the version and the date
 *
 * @param changelog
 * @param version - as in 1.2.3
 * @param date - as in 2026-01-31
 * @throws {Error} with what to do
 */
export function releaseChangelog (changelog: string, version: string, date: string): string {
  const [heading, planned] = UNRELEASED.exec(changelog) ?? []

  if (heading == null) {
    throw new Error('CHANGELOG.md has no section "## VERSION (not released)": write down what has changed')
  }

  if (!/^\d+\.\d+\.\d+$/.test(version) || compareVersions(version, planned) < 0) {
    throw new Error(`${version} can't be the next version: it has the form 1.2.3, and is at least ${planned}, which CHANGELOG.md announces`)
  }

  const [section] = changelog.slice(changelog.indexOf(heading) + heading.length).split(/^## /m)

  if (!/^- /m.test(section)) {
    throw new Error('CHANGELOG.md names no change: write down what users will notice')
  }

  return changelog.replace(heading, `## ${version} (${date})`)
}

function compareVersions (a: string, b: string): number {
  const [first, second] = [a, b].map(version => version.split('.').map(Number))

  return first.map((part, index) => part - second[index]).find(difference => difference !== 0) ?? 0
}
