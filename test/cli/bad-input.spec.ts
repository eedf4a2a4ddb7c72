import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createIdentity, encodeKeyFile } from '../../keys/index.ts'
import { createGroup, createInvite } from '../../src/index.ts'
import { speechFile } from '../fixtures/speech.ts'
import { newerInvite } from '../group/fixtures/newer-invite.ts'
import { expectRefused } from './fixtures/refused.ts'
import type { RefusedCase } from './fixtures/refused.ts'
import type { AddressInfo, Server } from 'node:net'

const ANY_PORTS = ['--host', '127.0.0.1', '--port', '0', '--ws-port', '0', '--webrtc-port', '0', '--stun-port', '0']

describe('bad input', () => {
  let directory: string
  let invite: string
  let expired: string
  let holder: Server
  let port: string

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
    const group = createGroup({ name: 'friends', owner: await createIdentity() })
    invite = createInvite(group)
    expired = createInvite(group, { expires: 1_000 })
    await mkdir(join(directory, 'folder'))
    await writeFile(join(directory, 'notes.txt'), 'not a key')
    await writeFile(join(directory, 'cut.json'), '{ "type": "groupcall')
    await writeFile(join(directory, 'newer.json'), '{ "type": "groupcall-identity", "version": 2, "publicKey": "x" }')
    await writeFile(join(directory, 'halved.json'), (await encodeKeyFile(await createIdentity())).slice(0, -20))
    await writeFile(join(directory, 'damaged.json'), (await encodeKeyFile(await createIdentity())).replace(/"privateKey": "../, '"privateKey": "zz'))
    await writeFile(join(directory, 'noise.wav'), 'not a sound')
    const wav = await readFile(speechFile('ada'))
    await writeFile(join(directory, 'mp3.wav'), Buffer.concat([wav.subarray(0, 20), Buffer.from([0x55, 0]), wav.subarray(22)]))
    await writeFile(join(directory, 'ogg.wav'), Buffer.concat([Buffer.from('OggS'), wav]))
    await writeFile(join(directory, 'header.wav'), wav.subarray(0, 30))
    await writeFile(join(directory, 'empty.wav'), '')
    await writeFile(join(directory, 'empty.txt'), '')
    holder = createServer()
    await new Promise<void>(resolve => { holder.listen(0, '127.0.0.1', resolve) })
    port = String((holder.address() as AddressInfo).port)
  })

  after(async () => {
    holder.close()
    await rm(directory, { recursive: true, force: true })
  })

  /** What is cut short, of a newer version or not one at all, then options */
  const cases = (): RefusedCase[] => [
    { args: ['call', 'nonsense'], says: /nor an invite.*groupcall:\/\/join#/ },
    { args: ['call', invite.slice(0, -5)], says: /cut short.*copy/ },
    { args: ['call', newerInvite(invite)], says: /newer format \(15\).*update groupcall/ },
    { args: ['doctor', 'nonsense'], says: /nor an invite.*groupcall:\/\/join#/ },
    { args: ['doctor', '--bootstrap', 'nonsense'], says: /--bootstrap "nonsense" isn't an address/ },
    { args: ['doctor', invite, '--network', 'amino'], says: /isn't the network of the invite/ },
    { args: ['call', expired], says: /expired on 1970.*ask for a new one/ },
    { args: ['call', invite, '--network', 'amino', '--audio', 'none'], says: /isn't the network of the invite/ },
    { args: ['call', invite, '--group', 'others', '--audio', 'none'], says: /--group/ },
    { args: ['call', invite, '--audio', 'none', '--key', 'notes.txt'], says: /notes\.txt: this isn't a groupcall key file/ },
    { args: ['call', '--audio', 'none', '--report', 'notes.txt'], says: /--report "notes\.txt" is there already: name a new file/ },
    { args: ['call', '--audio', 'none', '--report', 'nowhere/report.json'], says: /nowhere\/report\.json" can't be written \(ENOENT\)/ },
    { args: ['call', '--audio', 'none', '--key', 'cut.json'], says: /cut\.json: the file is cut short/ },
    { args: ['call', '--audio', 'none', '--key', 'halved.json'], says: /halved\.json: the file is cut short: restore it/ },
    { args: ['call', '--audio', 'none', '--key', 'newer.json'], says: /newer\.json: the file has version 2, .*update groupcall/ },
    { args: ['call', '--audio', 'none', '--key', 'damaged.json'], says: /damaged\.json: the key file is damaged: restore it/ },
    { args: ['key', 'show', '--key', 'newer.json'], says: /newer\.json: .*update groupcall/ },
    { args: ['key', 'import', 'halved.json', '--key', 'new.json'], says: /halved\.json: the file is cut short/ },
    { args: ['call', '--audio', 'none', '--key', 'folder'], says: /folder: this is a directory/ },
    { args: ['call', '--audio', 'none', '--trust', 'abcdef01'], says: /--trust "abcdef01" isn't a public key: a key has 64 digits/ },
    { args: ['call', '--audio', 'none', '--passphrase-file', 'empty.txt'], says: /no passphrase in its first line/ },
    { args: ['call', '--audio', 'nope'], says: /isn't an audio source: use mic/ },
    { args: ['call', '--audio', 'tone:x'], says: /frequency/ },
    { args: ['call', '--audio', 'missing.wav'], says: /missing\.wav: no such file/ },
    { args: ['call', '--audio', 'noise.wav'], says: /noise\.wav: isn't a WAV file/ },
    { args: ['call', '--audio', 'song.mp3'], says: /"song\.mp3" isn't a WAV file: .*ffmpeg -i/ },
    { args: ['call', '--audio', 'mp3.wav'], says: /mp3\.wav: its encoding \(format 85, 16 bits\) isn't supported: .*ffmpeg -i/ },
    { args: ['call', '--audio', 'ogg.wav'], says: /ogg\.wav: isn't a WAV file: .*ffmpeg -i/ },
    { args: ['call', '--audio', 'header.wav'], says: /header\.wav: .*cut short: copy or save it again/ },
    { args: ['call', '--audio', 'empty.wav'], says: /empty\.wav: is empty: record it again/ },
    { args: ['call', '--audio', 'none', '--record', 'notes.txt'], says: /isn't a folder/ },
    { args: ['call', '--audio', 'none', '--record', 'notes.txt/deeper'], says: /in the way/ },
    { args: ['call', '--audio', 'none', '--bootstrap', 'example.org'], says: /isn't an address.*\/ip4\// },
    { args: ['call', '--audio', 'none', '--bootstrap', '/ip4/192.0.2.1'], says: /has no port/ },
    { args: ['call', '--audio', 'none', '--listen', '/ip4/203.0.113.1/tcp/0'], says: /this machine has no address/ },
    { args: ['call', '--audio', 'none', '--listen', `/ip4/127.0.0.1/tcp/${port}`], says: /in use by another program/ },
    { args: ['call', '--audio', 'none', '--ice-server', 'https://example.org'], says: /stun:/ },
    { args: ['call', '--audio', 'none', '--network', 'mars'], says: /choose one of local, amino/ },
    { args: ['call', '--audio', 'none', '--name', ' '], says: /name of 1 to 64 bytes/ },
    ...['\u3164', '\u2800 \u2800', '\u200b\u200d', '\u00a0\u2060', '\ufe0f', '\u{e0041}'].flatMap(name => [
      { args: ['call', '--audio', 'none', '--name', name], says: /--name: a person.*(can't be seen: choose another|1 to 64 bytes)/ },
      { args: ['call', '--audio', 'none', '--group', name], says: /--group: a group.*(can't be seen: choose another|1 to 64 bytes)/ },
      { args: ['group', 'new', name], says: /A group.*(can't be seen: choose another|1 to 64 bytes)/ }
    ]),
    { args: ['call', '--audio', 'none', '--page-url', 'http://localhost:4804/'], says: /--page-url.*pass its https address/ },
    { args: ['bootstrap', '--page', '--page-url', 'nowhere'], says: /--page-url.*pass its https address/ },
    { args: ['call', '--seconds', 'soon'], says: /--seconds "soon".*from 0\.1 to 86400/ },
    { args: ['call', '--loud'], says: /unknown option '--loud'.*--help/ },
    { args: ['call', invite, invite], says: /too many arguments/ },
    { args: ['cal'], says: /unknown command 'cal' \(Did you mean call\?\).*groupcall --help/ },
    { args: ['help', 'cal'], says: /unknown command 'cal' \(Did you mean call\?\)/ },
    { args: ['group', 'lst'], says: /unknown command 'lst' \(Did you mean list\?\)/ },
    { args: ['help', 'group', 'lst'], says: /unknown command 'lst' \(Did you mean list\?\)/ },
    { args: ['nonsense'], says: /unknown command 'nonsense': groupcall --help/ },
    { args: ['demo', '--participants', '9'], says: /from 2 to 8/ },
    { args: ['demo', '--host', 'here'], says: /isn't an IP address/ },
    { args: ['bootstrap', '--port', '70000'], says: /from 0 to 65535/ },
    { args: ['bootstrap', '--host', '127.0.0.1', '--port', port, '--data-dir', 'keys'], says: /in use by another program/ },
    { args: ['bootstrap', '--announce', 'example.org'], says: /--announce.*isn't an address/ },
    { args: ['bootstrap', ...ANY_PORTS, '--ice-host', 'localhost', '--data-dir', 'keys'], says: /ICE host localhost isn't/ },
    { args: ['bootstrap', '--turn-relay-ports', '1-2'], says: /--turn-relay-ports "1-2" isn't valid/ },
    { args: ['bootstrap', '--turn-mbit', '0'], says: /from 1 to 1000000/ },
    { args: ['bootstrap', ...ANY_PORTS, '--turn-port', '0', '--turn-allow', 'home', '--data-dir', 'keys'], says: /home isn't a range of addresses/ },
    { args: ['call', '--audio', 'none', '--relay-only'], says: /--relay-only needs a peer .*: add --bootstrap/ },
    { args: ['call', '--audio', 'none', '--relay-only', '--bootstrap', '/ip4/192.0.2.1/tcp/1', '--listen', '/ip4/127.0.0.1/tcp/0'], says: /leave --listen out/ },
    { args: ['call', '--audio', 'none', '--ice-server', 'none', '--ice-server', 'stun:example.org'], says: /leave the others out/ },
    { args: ['key', 'show', '--key', 'missing.json'], says: /this file doesn't exist.*key new/ },
    { args: ['key', 'new', '--key', 'notes.txt'], says: /hasn't been changed/ },
    { args: ['key', 'import', 'notes.txt', '--key', 'new.json'], says: /isn't a groupcall key file/ },
    { args: ['key', 'lose'], says: /unknown command 'lose'/ },
    { args: ['key', 'export'], says: /missing required argument 'file'/ }
  ]

  it('gets one line that says what to do, and exit code 2, and changes nothing', async function () {
    await expectRefused(cases(), directory)
  })
})
