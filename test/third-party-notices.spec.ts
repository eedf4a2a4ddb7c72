import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { ROOT } from '../scripts/root.ts'
import { NOTICES_FILE, packagesOf } from '../scripts/third-party-notices.ts'

describe('the notices of third parties', () => {
  it('are those of the packages that the sources of a bundle belong to', () => {
    expect(packagesOf([
      'src/index.ts',
      'node_modules/lit/index.js',
      'node_modules/lit/html.js',
      'node_modules/@libp2p/noise/dist/src/index.js',
      'node_modules/@libp2p/noise/node_modules/uint8arrays/dist/src/concat.js'
    ])).to.deep.equal(['node_modules/@libp2p/noise', 'node_modules/@libp2p/noise/node_modules/uint8arrays', 'node_modules/lit'])
  })

  for (const [bundle, packages] of [['app', ['lit ', 'libp2p ', '@noble/curves ']], ['cli', ['libp2p ', 'commander ', 'ws ']]] as const) {
    it(`are beside the ${bundle === 'app' ? 'page' : 'command'}`, async () => {
      const notices = await readFile(join(ROOT, 'dist', bundle, NOTICES_FILE), 'utf8')

      packages.forEach(name => { expect(notices).to.include(`\n${name}`) })
      // of MIT, which most of them have
      expect(notices).to.include('Permission is hereby granted, free of charge')
    })
  }
})
