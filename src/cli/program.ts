import { Command, Option } from 'commander'
import { addContact } from './contact-program.ts'
import { addGroup } from './group-program.ts'
import { examples, pageUrlOption } from './help.ts'
import { collect, parseActivation, parseBitrate, parseMbit, parseParticipants, parsePortRange, parseSeconds, parseStatusInterval, portParser } from './numbers.ts'

export interface ProgramInit {
  version: string
  /** Called with the exit code when a command has ended */
  onCode(code: number): void
}

const NETWORK_OPTION = ['--network <name>', 'which network to meet in: local, amino (public, tried in a lab only)'] as const
const KEY_OPTION = ['--key <file>', 'your key (default: $GROUPCALL_HOME/identity.json, else ~/.config/groupcall/identity.json)'] as const
const PASSPHRASE_OPTION = ['--passphrase-file <file>', 'file with the passphrase of the key (or set GROUPCALL_PASSPHRASE)'] as const

/**
 * Defines the commands and their options. What a command needs is loaded when it runs,
 * so that help and the first line of a demo appear at once. Errors are thrown, and a
 * command without its subcommand prints its help.
 */
export function createProgram ({ version, onCode }: ProgramInit): Command {
  const program = new Command('groupcall')
    .description('Group voice calls between people who know each other\'s keys, with no server.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({ writeErr: text => { process.stdout.write(text) }, outputError: () => {} })
    .exitOverride()
    .showSuggestionAfterError()

  program.addHelpText('after', examples([
    ['groupcall demo', 'see it work: three processes talk to each other'],
    ['groupcall call --name Ada', 'start a call and print an invite'],
    ['groupcall call --name Ben \'groupcall://join#…\'', 'join it'],
    ['groupcall help call', 'all options of a command']
  ]))

  addCall(program, onCode)
  addDemo(program, onCode)
  addWatch(program, onCode)
  addDevices(program, onCode)
  addDoctor(program, onCode)
  addKey(program, onCode)
  addGroup(program, onCode)
  addContact(program, onCode)
  addBootstrap(program, onCode)
  addHelp(program)

  return program
}

function addCall (program: Command, onCode: ProgramInit['onCode']): void {
  const command = program.command('call')
    .description('join the call of an invite or of one of your groups, or create a group and print an invite')
    .argument('[invite|group|-]', 'groupcall link (quote it, because # starts a comment in some shells), name of a group, or - for a link on standard input')
    .option('--invite-file <file>', 'read the invite from a file')
    .option('--name <name>', 'your name, which the others see')
    .option('--audio <source>', 'your voice: mic, FILE.wav, tone[:HZ], none (listen only), or - for raw 16-bit 48 kHz mono on standard input', 'mic')
    .option('--speakers', 'play the others\' voices (default with --audio mic)')
    .option('--no-speakers', 'play nothing (default with any other --audio)')
    .option('--input <device>', 'microphone: its number, name, or part of its name, see groupcall devices')
    .option('--output <device>', 'speakers or headphones, in the same way')
    .option('--noise-suppression', 'remove what isn\'t a voice, such as fans and keys, from what you send')
    .option('--voice-activation <db>', 'send silence while you are quieter than this: -80 to -10 dB, as in -45', parseActivation)
    .option('--bitrate <kbps>', 'kbit/s of your voice to each of the others, 16 to 128 (default: 50)', parseBitrate)
    .option('--record <dir>', 'write a WAV file for each participant heard')
    .option('--report <file>', 'when you leave, save how the connections were in the last two minutes to a new JSON file')
    .option('--muted', 'join muted')
    .option('--no-carry', 'don\'t pass on the voices of others who can\'t connect to each other')
    .option('--not-carried', 'when you can\'t connect to somebody, don\'t talk to them through another member')
    .option('--trust <key>', 'accept this public key, all 64 digits, though you know its name with another key (repeatable)', collect)
    .option('--group <name>', 'name of a new group; it is saved, so that "groupcall call NAME" joins it again')
    .option('--no-store', 'don\'t save the group')
    .option('--admit <key>', 'admit the person with this public key when they knock; for owners (repeatable)', collect)
    .option('--admit-all', 'admit everybody who knocks; for owners')
    .option('--open', 'talk in the browser: serve the page at localhost and open it')
    .addOption(pageUrlOption())
    .option('--seconds <s>', 'leave after so many seconds in the call', parseSeconds)
    .option('--bell', 'ring the terminal\'s bell when somebody joins, leaves, knocks, writes or raises a hand')
    .option('--json', 'print events, one JSON object per line')
    .option(...KEY_OPTION)
    .option(...PASSPHRASE_OPTION)
    .option('--bootstrap <addr>', 'multiaddr of a peer through which to enter the network (repeatable)', collect)
    .option(...NETWORK_OPTION)
    .option('--ice-server <url>', 'stun:HOST:PORT or turn:USER:PASSWORD@HOST:PORT, to use before those of the bootstrap peers; none for no servers at all (repeatable)', collect)
    .option('--relay-only', 'hide your addresses from everybody but the peers that --bootstrap names: voices go through TURN')
    .option('--listen <addr>', 'multiaddr to listen on (repeatable; default: all interfaces, any port)', collect)
    .option('--no-mdns', 'don\'t look for members on the local network')
    .addOption(new Option('--mdns', 'look for members on the local network').default(true).hideHelp())
    .addOption(new Option('--status-interval <ms>', 'ms between two status lines of --json').argParser(parseStatusInterval).hideHelp())
    .addHelpText('after', `
Keys in a terminal: m mute or unmute, r raise or lower your hand, 1 to 6 react,
n switch noise suppression on or off, i next microphone, o next speakers, a let in a
person who knocks, d don't, w why the last two minutes were bad, q quit, h help, and t
talk to a person whose key has changed, once you have checked it.

While a command runs, other users of the machine can see its arguments. To keep an
invite from them, pass it in a file or on standard input.
${examples([
  ['groupcall call --name Ada', 'create a group, with microphone and speakers'],
  ['groupcall call --open', 'create a group, and talk in the browser'],
  ['groupcall call \'groupcall://join#…\' --name Ben', 'join with an invite'],
  ['groupcall call - --name Ben', 'paste the invite when asked, or pipe it in'],
  ['groupcall call --invite-file invite.txt --name Ben', 'read the invite from a file'],
  ['groupcall call friends', 'join a group again, see groupcall group list'],
  ['groupcall call \'groupcall://join#…\' --audio none --record calls', 'listen and record'],
  ['groupcall call \'groupcall://join#…\' --audio talk.wav --seconds 60 --json', 'from a program'],
  ['groupcall call --bootstrap /ip4/192.0.2.1/tcp/4801/p2p/12D3Koo…', 'use your own bootstrap peer']
])}`)

  command.action(async (target, options) => {
    if (options.open === true) {
      const { openCall } = await import('./commands/open-command.ts')
      onCode(await openCall(target, options, Object.keys(options).filter(name => command.getOptionValueSource(name) === 'cli')))
      return
    }

    const { call } = await import('./commands/call-command.ts')
    onCode(await call(target, options))
  })
}

function addDemo (program: Command, onCode: ProgramInit['onCode']): void {
  const command = program.command('demo')
    .description('run a call on this machine: a bootstrap peer and participants that play recorded speech, each a process')
    .option('--participants <n>', 'how many, 2 to 8', parseParticipants, 3)
    .option('--seconds <s>', 'end after so many seconds of talk, with a report; fail unless everybody heard everybody', parseSeconds)
    .option('--json', 'print the report as one JSON object at the end')
    .option('--host <ip>', 'listen on this address only (default: all interfaces)')
    .addHelpText('after', examples([
      ['groupcall demo', 'runs until Ctrl-C; join it with the invite it prints'],
      ['groupcall demo --participants 5 --seconds 20', 'a test with a report'],
      ['groupcall demo --seconds 10 --json', 'the same for programs']
    ]))

  command.action(async options => {
    const { demo } = await import('./commands/demo-command.ts')
    onCode(await demo(options))
  })
}

function addWatch (program: Command, onCode: ProgramInit['onCode']): void {
  program.command('watch')
    .description('wait for calls of your groups, and ring when somebody starts one')
    .argument('<group...>', 'names of groups, see groupcall group list')
    .option('--name <name>', 'your name, which the others see')
    .option('--do-not-disturb', 'only list the calls that you miss')
    .option('--audio <source>', 'your voice in a call that you accept, as for groupcall call', 'mic')
    .option('--json', 'print events, one JSON object per line')
    .option(...KEY_OPTION)
    .option(...PASSPHRASE_OPTION)
    .option('--bootstrap <addr>', 'multiaddr of a peer through which to enter the network (repeatable)', collect)
    .option('--listen <addr>', 'multiaddr to listen on (repeatable; default: all interfaces, any port)', collect)
    .option('--no-mdns', 'don\'t look for members on the local network')
    .addHelpText('after', `
Keys in a terminal: a accept (joins the call), d decline, n do not disturb, l list missed calls, q quit.

It looks for the calls of these groups all the time. Peers of the DHT can't tell which
groups they are, but see that one machine looks for all of them, at any hour. Members in
a call see your name while you look.
${examples([
  ['groupcall watch friends', 'ring when a call of this group begins'],
  ['groupcall watch friends board --do-not-disturb', 'list missed calls of two groups']
])}`)
    .action(async (names, options) => {
      const { watch } = await import('./commands/watch-command.ts')
      onCode(await watch(names, options))
    })
}

function addDevices (program: Command, onCode: ProgramInit['onCode']): void {
  program.command('devices')
    .description('list the microphones and speakers of this machine')
    .option('--json', 'print a JSON object')
    .addHelpText('after', examples([
      ['groupcall devices', 'numbers and names'],
      ['groupcall call --input 2 --output headset', 'use them: a number, or part of a name']
    ]))
    .action(async options => {
      const { devices } = await import('./commands/devices-command.ts')
      onCode(await devices(options))
    })
}

function addDoctor (program: Command, onCode: ProgramInit['onCode']): void {
  program.command('doctor')
    .description('check whether calls will work from here: microphone, speakers, network, and the peers of an invite')
    .argument('[invite|group|-]', 'what you want to join: groupcall link, name of a group, or - for a link on standard input')
    .option('--invite-file <file>', 'read the invite from a file')
    .option('--bootstrap <addr>', 'multiaddr of a peer through which to enter the network (repeatable)', collect)
    .option(...NETWORK_OPTION)
    .option('--no-mdns', 'don\'t check whether members on the local network can be found')
    .option(...KEY_OPTION)
    .option('--json', 'print each result as a JSON object')
    .addHelpText('after', `
It joins no call, and members don't notice it. The exit code is 0 if calls can work, and
1 if they can't.
${examples([
  ['groupcall doctor', 'before a call on your own network: speak while it checks the microphone'],
  ['groupcall doctor \'groupcall://join#…\'', 'can I join this call?'],
  ['groupcall doctor --bootstrap /ip4/192.0.2.1/tcp/4801/p2p/12D3Koo…', 'check a bootstrap peer']
])}`)
    .action(async (target, options) => {
      const { doctor } = await import('./commands/doctor-command.ts')
      onCode(await doctor(target, options))
    })
}

function addKey (program: Command, onCode: ProgramInit['onCode']): void {
  const key = program.command('key')
    .description('create, show, export or import your key')
    .addHelpText('after', examples([
      ['groupcall key new', 'create a key, and ask for a passphrase'],
      ['groupcall key show', 'your public key, by which others know you'],
      ['groupcall key export backup.json', 'a copy, for example for another machine'],
      ['groupcall key import backup.json', 'use that copy here']
    ]))
  key.helpCommand(false)

  const describe = (name: string, text: string): Command => key.command(name).description(text)
    .option(...KEY_OPTION).option(...PASSPHRASE_OPTION).option('--json', 'print a JSON object')

  describe('new', 'create a key; never overwrites an existing one').action(async options => {
    const commands = await import('./commands/key-command.ts')
    onCode(await commands.newKey(options))
  })
  describe('show', 'print your public key').action(async options => {
    const commands = await import('./commands/key-command.ts')
    onCode(await commands.showKey(options))
  })
  describe('export', 'copy your key to a new file; keep that as secret as the key').argument('<file>').action(async (file, options) => {
    const commands = await import('./commands/key-command.ts')
    onCode(await commands.exportKey(file, options))
  })
  describe('import', 'use the key in a file; never overwrites an existing one').argument('<file>').action(async (file, options) => {
    const commands = await import('./commands/key-command.ts')
    onCode(await commands.importKey(file, options))
  })
}

function addBootstrap (program: Command, onCode: ProgramInit['onCode']): void {
  const command = program.command('bootstrap')
    .description('run a peer with lasting addresses, through which others enter the network')
    .option('--port <port>', 'TCP port for Node peers; like all ports here, 0 for any free port (default: 4801)', portParser('--port'))
    .option('--ws-port <port>', 'TCP port of WebSocket, for browsers (default: 4802)', portParser('--ws-port'))
    .option('--webrtc-port <port>', 'UDP port of WebRTC-Direct, for browsers (default: 4803)', portParser('--webrtc-port'))
    .option('--stun-port <port>', 'UDP port of the STUN responder (default: 3478)', portParser('--stun-port'))
    .option('--ice-host <host>', 'name or IP address at which others reach STUN and TURN (default: that at which they reach this peer)')
    .option('--turn', 'carry the voices of people who can\'t connect directly: runs coturn, which must be installed')
    .option('--turn-port <port>', 'UDP and TCP port of TURN (default: 3479)', portParser('--turn-port'))
    .option('--turn-relay-ports <range>', 'UDP ports of what TURN carries (default: 49152-50175)', parsePortRange)
    .option('--turn-mbit <n>', 'Mbit/s of everything that TURN carries (default: 100)', parseMbit)
    .option('--turn-allow <range>', 'private addresses that others may reach through TURN, as in 192.168.1.0-192.168.1.255 (repeatable)', collect)
    .option('--page', 'serve the web page at localhost, and print its link')
    .option('--page-port <port>', 'TCP port of the page (default: 4804)', portParser('--page-port'))
    .addOption(pageUrlOption())
    .option('--host <ip>', 'listen on this address only (default: all interfaces)')
    .option('--metrics <port>', 'serve metrics for Prometheus on this TCP port, under /metrics', portParser('--metrics'))
    .option('--metrics-host <ip>', 'serve metrics at this address (default: 127.0.0.1, this machine only)')
    .option('--data-dir <dir>', 'store its keys here, so that its addresses last (default: new keys each time)')
    .option('--announce <addr>', 'multiaddr it can be reached at from outside (repeatable)', collect)
    .option('--bootstrap <addr>', 'multiaddr of another bootstrap peer to stay connected to (repeatable)', collect)
    .option(...NETWORK_OPTION)
    .option('--json', 'print its addresses as a JSON object')
    .addHelpText('after', examples([
      ['groupcall bootstrap --data-dir ~/.groupcall-bootstrap', 'addresses that last'],
      ['groupcall bootstrap --announce /dns4/example.org/tcp/4801', 'with a domain name'],
      ['groupcall bootstrap --turn --ice-host turn.example.org', 'with TURN, on the internet'],
      ['groupcall bootstrap --page', 'with the web page, for browsers on this machine'],
      ['groupcall bootstrap --port 0 --ws-port 0 --webrtc-port 0 --stun-port 0', 'any free ports']
    ]))

  command.action(async options => {
    const { bootstrap } = await import('./commands/bootstrap-command.ts')
    onCode(await bootstrap(options))
  })
}

/** `groupcall help …`: like --help behind the words, and unknown words get a suggestion */
function addHelp (program: Command): void {
  program.helpCommand(false)
  program.command('help').description('print the help of a command').argument('[command...]', 'its words, as in: groupcall help group invite')
    .action(async (words: string[]) => {
      let command = program

      for (const word of words) {
        const next = command.commands.find(candidate => candidate.name() === word)

        if (next == null && command.commands.length > 0) {
          // fails, and suggests a similar command
          await command.parseAsync([word], { from: 'user' })
        }

        command = next ?? command
      }

      command.outputHelp()
    })
}
