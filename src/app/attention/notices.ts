import { happenings } from '../model/happenings.ts'
import { personName } from '../text/person-name.ts'
import type { CallScreenState } from '../model/state.ts'
import type { Text } from '../text/text.ts'

/** Characters of a notification: systems show a few lines */
const MAX_LENGTH = 200

/** Returns what to notify a user of who looks at another page, after a change of the screen */
export function noticesFor (before: CallScreenState, after: CallScreenState, text: Text): string[] {
  if (before.phase !== 'call' || after.phase !== 'call' || after.notifications !== 'on') {
    return []
  }

  return happenings(before, after).flatMap(happening => {
    switch (happening.kind) {
      case 'join':
        return [text.says.joined(personName(happening.name, text))]
      case 'knock':
        return [text.says.knocks(personName(happening.name, text))]
      case 'message':
        return [text.says.message(personName(happening.name, text), happening.text)]
      default:
        return []
    }
  }).map(words => words.slice(0, MAX_LENGTH))
}

/**
 * Shows a notification of the system. A newer one with the same title replaces it, so that
 * nobody can fill the screen.
 */
export function notify (title: string, body: string): void {
  try {
    const notification = new Notification(title, { body, tag: title })

    notification.onclick = () => {
      window.focus()
      notification.close()
    }
  } catch {
    // on Android, only a service worker may
    navigator.serviceWorker?.getRegistration().then(async registration => registration?.showNotification(title, { body, tag: title })).catch(() => {
      // not even that: the page's title says it, too
    })
  }
}
