/**
 * Writes the outputs of docs/protocol-vectors.json again, from its inputs: after the protocol has
 * changed on purpose, or to add a vector.
 *
 * npm run build && node dist/scripts/protocol-vectors.js
 */

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { computeVector } from '../test/interop/fixtures/compute-vector.ts'
import { ROOT } from './root.ts'

const path = join(ROOT, 'docs/protocol-vectors.json')
const { vectors, ...rest } = JSON.parse(await readFile(path, 'utf8'))

for (const vector of vectors) {
  vector.output = await computeVector(vector)
}

await writeFile(path, `${JSON.stringify({ ...rest, vectors }, null, 2)}\n`)
