import { expect } from 'aegir/chai'
import { iceConfiguration } from '../../src/call/ice-configuration.ts'

const OWN = { urls: 'stun:own.example.org' }
const OFFERED = { urls: 'stun:192.0.2.1:3478' }

describe('the ICE servers of a call', () => {
  it('are those that bootstrap peers offer', () => {
    expect(iceConfiguration({}, [OFFERED]).iceServers).to.deep.equal([OFFERED])
  })

  it('begin with the user\'s own', () => {
    expect(iceConfiguration({ iceServers: [OWN] }, [OFFERED]).iceServers).to.deep.equal([OWN, OFFERED])
  })

  it('are none if the user chose an empty list', () => {
    expect(iceConfiguration({ iceServers: [] }, [OFFERED]).iceServers).to.deep.equal([])
  })

  it('are the user\'s own alone if the user wants no others', () => {
    expect(iceConfiguration({ iceServers: [OWN], offeredIceServers: false }, [OFFERED]).iceServers).to.deep.equal([OWN])
  })
})
