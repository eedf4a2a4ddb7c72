import { fileURLToPath } from 'node:url'

/** The repository's folder, with a trailing slash; compiled files are one folder deeper than their sources */
export const ROOT = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '..' : '../..', import.meta.url))
