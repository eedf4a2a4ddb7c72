import { membersDe } from './members-de.ts'
import { pageDe } from './page-de.ts'
import type { Text } from './text.ts'

/** All texts of the call's screens, in German */
export const de: Text = {
  lang: 'de',
  page: pageDe,
  members: membersDe,
  nobody: 'Jemand',
  you: 'du',
  person: (name, key) => `${name}, Schlüssel ${key}`,
  loading: 'Gleich geht es los …',
  unlock: {
    title: 'Dein Schlüssel hat eine Passphrase',
    hint: 'Sie wird einmal gefragt und nirgends aufbewahrt.',
    label: 'Passphrase',
    open: 'Öffnen',
    working: 'Wird geöffnet …',
    wrong: 'Diese Passphrase öffnet den Schlüssel nicht. Versuche es noch einmal.',
    cancel: 'Abbrechen'
  },
  lobby: {
    title: group => `${group} beitreten`,
    looking: 'Es wird nachgesehen, wer da ist …',
    empty: 'Noch ist niemand im Gespräch. Tritt bei und lade andere ein.',
    present: count => count === 1 ? '1 Person ist im Gespräch' : `${count} Personen sind im Gespräch`,
    full: 'Das Gespräch ist voll: 8 Personen sind darin. Warte, bis jemand geht.',
    problem: 'Das Netz ist nicht zu erreichen. Prüfe deine Verbindung, oder bitte ein Mitglied um eine neue Einladung.',
    bandwidth: kbps => `Braucht ${kbps} kbit/s hinauf und ${kbps} kbit/s herunter`,
    warning: count => `Mit dir sind es ${count}: Auf langsamen Leitungen können Stimmen leiden.`,
    join: 'Beitreten',
    listenOnly: 'Beitreten und zuhören'
  },
  microphone: {
    label: 'Mikrofon',
    default: 'Standardmikrofon',
    unnamed: index => `Mikrofon ${index}`,
    level: 'Wie laut du bist',
    retry: 'Noch einmal versuchen',
    problems: {
      frame: 'Die Seite, in die dieses Gespräch eingebettet ist, gibt ihm kein Mikrofon. Zuhören kannst du solange. Damit du sprechen kannst, muss ihr Betreiber das <iframe> um allow="microphone" ergänzen.',
      policy: 'Der Server dieser Seite verbietet das Mikrofon (Permissions-Policy). Zuhören kannst du solange.',
      denied: 'Das Mikrofon ist nicht erlaubt. Erlaube es in der Adresszeile des Browsers. Zuhören kannst du solange.',
      none: 'Es gibt kein Mikrofon. Stecke eines an. Zuhören kannst du solange.',
      busy: 'Ein anderes Programm verwendet das Mikrofon. Schließe es dort. Zuhören kannst du solange.',
      unsupported: 'Diese Seite darf kein Mikrofon verwenden: öffne sie über https oder von localhost. Zuhören kannst du solange.',
      lost: 'Das Mikrofon wurde weggenommen. Zuhören kannst du solange.',
      chosen: 'Du hörst nur zu.',
      failed: 'Das Mikrofon konnte nicht geöffnet werden. Zuhören kannst du solange.'
    }
  },
  speaker: { label: 'Lautsprecher', default: 'Standardlautsprecher', unnamed: index => `Lautsprecher ${index}` },
  joining: {
    title: 'Du trittst bei …',
    steps: { network: 'Ins Netz gehen', finding: 'Mitglieder suchen', dialling: 'Um Einlass bitten', waiting: 'Warten, bis ein Eigentümer der Gruppe dich einlässt', connecting: 'Stimmen verbinden', done: 'Verbunden' },
    problem: 'Noch ist niemand zu erreichen. Die Suche geht weiter: prüfe deine Verbindung, oder bitte ein Mitglied um eine neue Einladung.',
    cancel: 'Abbrechen'
  },
  call: {
    alone: 'Du bist allein im Gespräch. Lade andere ein: Sie können jederzeit dazukommen.',
    participants: 'Im Gespräch',
    tapToHear: 'Antippen, um die anderen zu hören',
    unheard: 'Du bist stumm, niemand hört dich.',
    matrixHint: 'Nicht alle hören alle',
    dismiss: 'Ausblenden'
  },
  clock: {
    ahead: duration => `Deine Uhr geht ${duration} vor. Stelle sie richtig, sonst finden dich andere vielleicht nicht.`,
    behind: duration => `Deine Uhr geht ${duration} nach. Stelle sie richtig, sonst finden dich andere vielleicht nicht.`,
    days: count => `${count} Tage`,
    hours: count => `${count} Std.`,
    minutes: count => `${count} Min.`
  },
  tile: {
    muted: 'stumm',
    listening: 'hört nur zu',
    speaking: 'spricht',
    handRaised: 'Hand gehoben',
    volume: name => `Lautstärke von ${name}`,
    silence: name => `${name} nur für mich stummschalten`,
    connection: quality => `Verbindung: ${quality}`,
    qualities: { good: 'gut', fair: 'mittel', poor: 'schlecht', lost: 'weg' },
    unlinked: 'noch nicht direkt verbunden …',
    states: { new: 'verbindet …', connecting: 'verbindet …', connected: 'verbunden', reconnecting: 'verbindet neu …', closed: 'verbindet …' },
    roundTripTime: 'Hin und zurück',
    jitter: 'Schwankung',
    loss: 'Verlust',
    route: 'Weg',
    routes: { direct: 'direkt', relayed: 'über einen Relay-Server', carried: 'über ein Mitglied' },
    unknown: 'noch nicht gemessen',
    verify: 'Überprüfen',
    verified: 'Überprüft',
    new: 'dir neu',
    knownAs: name => `dir bekannt als ${name}`,
    through: name => `über ${name}`,
    held: 'angehalten: anderer Schlüssel'
  },
  verify: {
    title: 'Überprüfen',
    hint: name => `${name} sieht dieselbe Zahl, wenn niemand dazwischen ist. Vergleicht sie ganz, auf einem Weg, dem ihr vertraut: trefft euch, oder ruft einander anders an.`,
    key: 'Schlüssel',
    same: 'Die Zahlen sind gleich',
    done: name => `Du hast ${name} überprüft. Dieser Browser merkt es sich.`,
    undo: 'Nicht mehr sicher'
  },
  changedKey: {
    title: name => `${name}: Ist das wirklich die Person?`,
    what: name => `Jemand ist als ${name} beigetreten, aber mit einem anderen Schlüssel, als du kennst. Das kann ein neues Gerät sein, oder jemand anderes unter diesem Namen. Ihr hört einander nicht, bis du entscheidest.`,
    wasVerified: 'Den Schlüssel, den du kennst, hattest du überprüft.',
    oldKey: 'Der Schlüssel, den du kennst',
    newKey: 'Der Schlüssel jetzt',
    todo: name => `Frage ${name} auf einem anderen Weg, ob dort diese Zahl steht:`,
    lost: 'Der Schlüssel, den ich kenne, ist verloren oder gestohlen: nicht mehr annehmen',
    trust: 'Ich habe es geprüft: mit der Person sprechen',
    leave: 'Verlassen'
  },
  problems: {
    IceGatheringTimeoutError: 'Es dauert lange, einen Weg zur Verbindung zu finden. Es geht weiter.',
    LinkFailedError: 'Keine Verbindung. Es wird weiter versucht …',
    'LinkFailedError:blocked': 'Keine Verbindung, vielleicht ist eine Firewall im Weg. Es wird weiter versucht …',
    'LinkFailedError:refused': 'Keine Verbindung, weil dieser Browser schon zu viele hat. Beende andere Gespräche, oder starte den Browser neu.',
    InvalidSdpError: 'Was zum Verbinden kam, war ungültig und wurde verworfen.',
    CertificateMismatchError: 'Jemand ist dazwischen! Die Verbindung wurde geschlossen: vergleicht die Sicherheitszahl, bevor ihr etwas sagt.',
    UnstoredNotice: 'Dieser Browser kann für diese Seite nichts mehr speichern. Wenn du sie schließt, vergisst er diese Gruppe und die Personen darin. Verlasse den privaten Modus, erlaube der Seite, Daten zu speichern, oder schaffe Platz auf diesem Gerät.',
    VisitNotice: 'Dieser Browser kann für diese Seite nichts speichern. Deshalb hast du einen neuen Schlüssel, der nur für diesen Besuch gilt. Die anderen erkennen dich nicht daran. Um deinen Schlüssel zu behalten, verlasse den privaten Modus oder erlaube der Seite, Daten zu speichern.',
    TwoRostersError: 'Zwei Eigentümer haben die Mitglieder dieser Gruppe gleichzeitig geändert, und für alle gilt nur eine der beiden Änderungen. Prüft die Mitglieder und macht die fehlende Änderung noch einmal. Wenn niemand sie gemacht hat, hat jemand anderes den Schlüssel eines Eigentümers: Entfernt diesen Eigentümer, oder gründet eine neue Gruppe, wenn es der Schlüssel des Gründers ist.',
    SeparateCallError: 'Es gibt noch einen Anruf dieser Gruppe. Zusammen wärt ihr zu viele, darum bleiben beide getrennt.',
    'VersionNotice:newer-version': 'Um mit dieser Person zu sprechen, brauchst du eine neuere Version von groupcall. Lade diese Seite neu, oder frage, welche Seite sie verwendet.',
    'VersionNotice:older-version': 'Um mit dir zu sprechen, braucht diese Person eine neuere Version von groupcall. Bitte sie, es zu aktualisieren oder ihre Seite neu zu laden.',
    TakeoverNotice: 'Du warst auf einem anderen Gerät oder in einem anderen Tab in diesem Anruf. Dort hast du ihn verlassen und bist jetzt hier.',
    UnrelatedRosterError: 'Andere haben eine Mitgliederliste, die deine nicht fortsetzt. Du hast zu viele Änderungen verpasst, oder jemand hat dir eine falsche gegeben. Bitte einen Eigentümer um eine neue Einladung, vergiss diese Gruppe und tritt neu bei.'
  },
  toolbar: {
    label: 'Gespräch',
    mute: 'Stumm',
    unmute: 'Sprechen',
    deafen: 'Nichts hören',
    undeafen: 'Wieder hören',
    chat: 'Chat',
    unread: count => `${count} ungelesen`,
    // with soft hyphens for narrow buttons
    react: 'Rea\u00adgieren',
    invite: 'Einladen',
    settings: 'Einstel\u00adlungen',
    safety: 'Sicher\u00adheits\u00adzahl',
    help: 'Hilfe',
    leave: 'Verlassen'
  },
  chat: { title: 'Chat', message: 'Nachricht', send: 'Senden', empty: 'Noch wurde nichts geschrieben.', close: 'Chat schließen' },
  react: { title: 'Reagieren', raise: 'Hand heben', lower: 'Hand senken' },
  invite: {
    title: 'Andere einladen',
    hint: 'Wer diesen Link hat, kann beitreten. Sende ihn auf einem Weg, dem du vertraust.',
    link: 'Einladungslink',
    copy: 'Link kopieren',
    copied: 'Kopiert',
    share: 'Teilen …',
    code: 'Dasselbe als QR-Code',
    reach: {
      network: 'Diesen Link kann nur öffnen, wer in deinem Netz ist, denn nur dort gibt es diese Seite.',
      insecure: 'Wer diesen Link öffnet, kann nicht beitreten: Browser erlauben Gespräche nur auf https-Seiten.',
      bare: 'Diese Seite ist auf deinem eigenen Gerät, niemand sonst kann sie öffnen. Andere fügen diese Einladung in ihre eigene groupcall-Seite ein oder starten groupcall call damit. Für einen Link, der sich in jedem Browser öffnet, stelle diese Seite auf einen https-Server und trage ihre Adresse als „page“ in config.json ein.'
    }
  },
  settings: {
    title: 'Einstellungen',
    echoCancellation: 'Echo unterdrücken',
    noiseSuppression: 'Rauschen unterdrücken',
    autoGainControl: 'Meine Lautstärke ausgleichen',
    sounds: 'Töne, wenn jemand kommt, geht, anklopft oder schreibt',
    notifications: 'Benachrichtigungen, während du in einem anderen Tab bist',
    notificationsBlocked: 'Benachrichtigungen sind blockiert. Du kannst sie in der Adresszeile des Browsers erlauben.'
  },
  safety: {
    title: 'Sicherheitszahl',
    hint: 'Lest sie einander ganz vor. Wenn alle dieselbe Zahl sehen, ist niemand dazwischen. Sie ändert sich, wenn jemand dazukommt oder geht.',
    alone: 'Es gibt eine Zahl, sobald noch jemand im Gespräch ist.'
  },
  matrix: {
    title: 'Wer hört wen',
    row: 'hört',
    states: { new: 'verbindet', connecting: 'verbindet', connected: 'ja', carried: 'über ein Mitglied', reconnecting: 'verbindet neu', closed: 'nein', unknown: 'nicht bekannt' }
  },
  help: {
    title: 'Tasten',
    keys: { mute: 'Stumm oder nicht', talk: 'Halten, um trotz Stummschaltung zu sprechen', hush: 'Halten, um kurz stumm zu sein', deafen: 'Niemanden oder wieder alle hören', hand: 'Hand heben oder senken', react: 'Reagieren', chat: 'Chat', leave: 'Verlassen', help: 'Diese Hilfe' },
    space: 'Leertaste',
    hint: 'Um eine Taste zu ändern, klicke sie an und drücke dann die neue.',
    press: 'Taste drücken …',
    reset: 'Standardtasten verwenden'
  },
  close: 'Schließen',
  ended: {
    titles: { left: 'Du hast das Gespräch verlassen', full: 'Das Gespräch ist voll', replaced: 'Du bist von anderswo beigetreten', refused: 'Du wurdest nicht eingelassen', removed: 'Du gehörst nicht mehr zu dieser Gruppe', outside: 'Du wurdest nicht eingelassen', outdated: 'Deine Version ist zu alt', ahead: 'Die Version der anderen ist zu alt', invite: 'Diese Einladung gilt nicht', locked: 'Dein Schlüssel ist verschlossen', unloaded: 'Das Programm konnte nicht geladen werden', insecure: 'Diese Seite ist nicht sicher', failed: 'Das Gespräch konnte nicht weitergehen' },
    hints: {
      left: 'Du kannst jederzeit wieder beitreten.',
      full: '8 Personen sind darin. Warte, bis jemand geht, und tritt dann wieder bei.',
      replaced: 'Dieselbe Identität ist diesem Gespräch in einem anderen Tab oder auf einem anderen Gerät beigetreten.',
      refused: 'Bitte ein Mitglied um eine neue Einladung.',
      removed: 'Ein Eigentümer hat dich von der Liste genommen, und die anderen sprechen weiter. Frage einen, wenn das nicht gewollt war: Wenn du wieder beitrittst, klopfst du an.',
      outside: 'Du stehst nicht auf der Liste dieser Gruppe, und kein Eigentümer im Gespräch hat dich eingelassen. Bitte einen, deinen Schlüssel hinzuzufügen oder im Gespräch zu sein, wenn du wieder beitrittst.',
      outdated: 'Die anderen haben eine neuere Version von groupcall. Lade diese Seite neu, oder frage, welche Seite sie verwenden.',
      ahead: 'Die anderen haben eine ältere Version von groupcall. Bitte sie, sie zu aktualisieren oder ihre Seite neu zu laden.',
      invite: 'Bitte um eine neue, wer sie dir geschickt hat.',
      locked: 'Ohne seine Passphrase kannst du nicht beitreten.',
      unloaded: 'Prüfe deine Verbindung und versuche es noch einmal.',
      insecure: 'Browser erlauben Gespräche nur auf Seiten, die über https oder vom eigenen Rechner (localhost) kommen. Öffne diese Seite unter einer Adresse, die mit https:// beginnt.',
      failed: 'Prüfe deine Verbindung und versuche es noch einmal.'
    },
    invites: {
      'not-an-invite': 'Das ist keine Einladung. Kopiere den ganzen Link, den dir jemand geschickt hat.',
      'other-link': 'In diesem Link steckt keine Einladung. Entweder fehlt alles hinter dem #, oder er gehört zu einem anderen Programm. Kopiere den ganzen Link noch einmal.',
      'cut-short': 'Diese Einladung ist abgeschnitten. Kopiere den ganzen Link noch einmal, mit allem hinter dem #.',
      damaged: 'Diese Einladung enthält einen Tippfehler, oder ein Programm hat sie verändert. Kopiere den ganzen Link noch einmal. Groß- und Kleinschreibung zählt.',
      'newer-version': 'Diese Einladung stammt von einer neueren Version dieses Programms. Lade diese Seite neu, oder bitte um einen Link zu einer neueren.',
      expired: 'Diese Einladung ist abgelaufen. Bitte um eine neue.'
    },
    again: 'Wieder beitreten'
  },
  says: {
    joined: name => `${name} ist da`,
    knocks: name => `${name} möchte eingelassen werden`,
    left: name => `${name} ist gegangen`,
    muted: name => `${name} ist stumm`,
    unmuted: name => `${name} ist nicht mehr stumm`,
    reconnecting: name => `Die Verbindung zu ${name} ist weg, sie wird neu aufgebaut`,
    back: name => `${name} ist wieder verbunden`,
    message: (name, text) => `${name} schreibt: ${text}`,
    raised: name => `${name} hebt die Hand`,
    lowered: name => `${name} senkt die Hand`,
    reacts: (name, reaction) => `${name} reagiert: ${reaction}`,
    youRaised: 'Deine Hand ist gehoben',
    youLowered: 'Deine Hand ist gesenkt',
    youMuted: 'Du bist stumm',
    youUnmuted: 'Die anderen hören dich',
    deafened: 'Du hörst niemanden',
    undeafened: 'Du hörst die anderen',
    inCall: 'Du bist im Gespräch',
    full: 'Das Gespräch ist voll'
  }
}
