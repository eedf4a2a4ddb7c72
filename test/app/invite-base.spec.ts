import { expect } from 'aegir/chai'
import { chooseInviteBase } from '../../src/app/model/invite-base.ts'
import { textFor } from '../../src/app/text/index.ts'
import type { InviteReach } from '../../src/app/model/invite-base.ts'

describe('the page that invites link to', () => {
  for (const [href, base, reach] of [
    ['https://talk.example.org/call/?lang=de#AQog', 'https://talk.example.org/call/?lang=de', 'everyone'],
    ['https://203.0.113.7/', 'https://203.0.113.7/', 'everyone'],
    ['https://[2001:db8::1]:8443/', 'https://[2001:db8::1]:8443/', 'everyone'],
    ['https://192.168.1.20:8443/#AQog', 'https://192.168.1.20:8443/', 'network'],
    ['https://172.20.0.1/', 'https://172.20.0.1/', 'network'],
    ['https://adas-laptop.local/', 'https://adas-laptop.local/', 'network'],
    ['https://adas-laptop/', 'https://adas-laptop/', 'network'],
    ['https://[fd00::7]/', 'https://[fd00::7]/', 'network'],
    ['http://talk.example.org/', 'http://talk.example.org/', 'insecure'],
    ['http://192.168.1.20/', 'http://192.168.1.20/', 'insecure'],
    ['http://localhost:4804/#AQog', undefined, 'bare'],
    ['http://call.localhost:4804/', undefined, 'bare'],
    ['http://127.0.0.1:4804/', undefined, 'bare'],
    ['http://[::1]:4804/', undefined, 'bare'],
    ['https://localhost/', undefined, 'bare'],
    ['file:///home/ada/dist/app/index.html', undefined, 'bare'],
    ['about:srcdoc', undefined, 'bare']
  ] as Array<[string, string | undefined, InviteReach]>) {
    it(`is ${base ?? 'none'} at ${href}`, () => {
      const chosen = chooseInviteBase('', href)

      expect([chosen.base, chosen.reach]).to.deep.equal([base, reach])
    })
  }

  it('is the configured one, wherever this page is', () => {
    expect(chooseInviteBase('https://talk.example.org/', 'http://localhost:4804/')).to.deep.equal({ base: 'https://talk.example.org/', reach: 'everyone' })
  })

  it('comes with words about what it needs, in every language', () => {
    for (const language of ['en', 'de']) {
      const { reach } = textFor(language).invite

      expect(reach.bare).to.include('groupcall call').and.include('config.json').and.include('https')
      expect(reach.insecure).to.include('https')
      expect(reach.network).to.not.equal('')
    }
  })
})
