import type { membersEn } from './members-en.ts'

/** Texts about members-only groups, in German */
export const membersDe: typeof membersEn = {
  open: count => count === 1 ? '1 Mitglied' : `${count} Mitglieder`,
  title: 'Mitglieder',
  list: 'Alle auf der Liste',
  outsider: 'In dieser Gruppe sprechen nur Mitglieder. Wenn du beitrittst, sieht ein Eigentümer, der im Gespräch ist, deinen Namen und Schlüssel, und lässt dich ein oder nicht.',
  waiting: key => `Der Eigentümer sieht deinen Namen und deinen Schlüssel, ${key}. Du kannst weiter warten oder abbrechen.`,
  owner: 'Eigentümer',
  you: 'du',
  present: 'im Gespräch',
  absent: 'nicht im Gespräch',
  unnamed: key => `Mitglied mit Schlüssel ${key}`,
  makeOwner: 'Zum Eigentümer machen',
  makeOwnerOf: name => `${name} zum Eigentümer machen`,
  remove: 'Entfernen',
  removeOf: name => `${name} entfernen`,
  askOwner: name => `${name} zum Eigentümer machen? Eigentümer lassen ein, entfernen und ernennen weitere Eigentümer. Rückgängig machen kann es ein anderer Eigentümer nur, indem er ${name} entfernt.`,
  askRemove: name => `${name} entfernen? Wer entfernt wird, ist sofort nicht mehr im Gespräch, und die Gruppe bekommt neue Schlüssel.`,
  keep: 'Zurück',
  key: 'Öffentlicher Schlüssel',
  keyHint: '64 Zeichen, von 0 bis 9 und a bis f. Die Startseite zeigt jedem den eigenen, unter „Deine Identität“.',
  addKey: 'Hinzufügen',
  added: key => `${key} darf jetzt beitreten.`,
  problems: {
    key: 'Das ist kein öffentlicher Schlüssel: er hat 64 Zeichen, von 0 bis 9 und a bis f.',
    known: 'Dieser Schlüssel steht schon auf der Liste.',
    full: 'Die Liste ist voll: eine Gruppe hat höchstens 256 Mitglieder. Entferne zuerst jemanden.',
    owners: 'Es gibt schon 8 Eigentümer, mehr kann eine Gruppe nicht haben.'
  },
  knocks: {
    label: 'Wer eingelassen werden möchte',
    asks: (name, key) => `${name}, Schlüssel ${key}, möchte eingelassen werden`,
    hint: 'So kann sich jeder nennen: vergleiche den Schlüssel, wenn du nicht sicher bist.',
    admit: 'Einlassen',
    deny: 'Jetzt nicht'
  },
  invite: {
    hint: 'Wer diesen Link hat, klopft an, und ein Eigentümer im Gespräch lässt ihn ein oder nicht.',
    onceHint: 'Wer mit diesem Link zuerst kommt, wird ohne Frage eingelassen, solange der Eigentümer im Gespräch ist, der ihn gemacht hat. Danach klopft man damit nur noch an.',
    lifetime: 'Wie lange der Link gilt',
    lifetimes: { never: 'Für immer', hour: '1 Stunde', day: '24 Stunden', week: '7 Tage' },
    once: 'Lässt eine Person ohne Frage ein'
  }
}
