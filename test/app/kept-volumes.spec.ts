import { expect } from 'aegir/chai'
import { KeptVolumes } from '../../src/app/session/kept-volumes.ts'

const DEFAULT = { volume: 1, silenced: false }

describe('the volume of a person', () => {
  let stored: Map<string, string>

  beforeEach(() => {
    stored = new Map()
    Object.assign(globalThis, { localStorage: { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => { stored.set(key, value) } } })
  })

  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'localStorage')
  })

  it('is remembered by key until it is as for everybody else', () => {
    new KeptVolumes().change('a', { volume: 0.3 })
    new KeptVolumes().change('a', { silenced: true })
    expect([new KeptVolumes().get('a'), new KeptVolumes().get('b')]).to.deep.equal([{ volume: 0.3, silenced: true }, DEFAULT])

    new KeptVolumes().change('a', DEFAULT)
    expect([...stored.values()]).to.deep.equal(['{}'])
  })

  it('is forgotten for those it was changed for the longest time ago', () => {
    const volumes = new KeptVolumes()

    for (let index = 0; index <= 200; index++) {
      volumes.change(`person ${index}`, { volume: 0.5 })
      volumes.change('person 0', { silenced: true })
    }

    const later = new KeptVolumes()
    expect(Object.keys(JSON.parse([...stored.values()][0]))).to.have.lengthOf(200)
    expect([later.get('person 0').volume, later.get('person 1').volume, later.get('person 2').volume]).to.deep.equal([0.5, 1, 0.5])
  })

  it('is that of everybody else where what is stored makes no sense', () => {
    new KeptVolumes().change('a', { volume: 0.5 })
    const [key] = stored.keys()

    for (const value of ['', '[]', 'null', '{"a":null}', '{"a":{"volume":7,"silenced":false}}', '{"a":{"volume":"1","silenced":true}}', '{"a":{"volume":0.5}}']) {
      stored.set(key, value)
      expect(new KeptVolumes().get('a'), value).to.deep.equal(DEFAULT)
    }
  })
})
