import { expect } from 'aegir/chai'
import { findLeaks } from './resources.ts'

const BEFORE = { descriptors: 100, connections: 5, heap: 40_000_000 }

describe('leaks in a chaos run', () => {
  it('are descriptors and connections that stay', () => {
    expect(findLeaks([{ name: 'P0', before: BEFORE, after: { ...BEFORE, descriptors: 110, connections: 7 } }])).to.deep.equal([])
    expect(findLeaks([{ name: 'P0', before: BEFORE, after: { ...BEFORE, descriptors: 200, connections: 18 } }])).to.deep.equal([
      { name: 'P0', resource: 'descriptors', before: 100, after: 200 },
      { name: 'P0', resource: 'connections', before: 5, after: 18 }
    ])
  })

  it('are a heap that grows by more than a tenth, once everything is compiled', () => {
    const after = { ...BEFORE, heap: 56_000_000 }

    expect(findLeaks([{ name: 'P1', before: BEFORE, after }])).to.deep.equal([])
    expect(findLeaks([{ name: 'P0', warmHeap: 52_000_000, before: BEFORE, after }])).to.deep.equal([])
    expect(findLeaks([{ name: 'P0', warmHeap: 50_000_000, before: BEFORE, after }])).to.deep.equal([{ name: 'P0', resource: 'heap', before: 50_000_000, after: 56_000_000 }])
  })
})
