import type { CallStatus } from '../model/call-status.ts'

export interface TabLabel {
  title: string
  /** Name of a file beside the page */
  icon: string
}

/** Returns what a browser shows of the page while another one is open, the most urgent first, because tabs are narrow */
export function tabLabel (pageTitle: string, { group, muted, speaking, unread }: CallStatus): TabLabel {
  const marks = [
    ...unread > 0 ? [['unread', `(${unread})`]] : [],
    ...muted ? [['muted', '🔇']] : [],
    ...speaking ? [['speaking', '🎤']] : []
  ]

  return {
    title: [...marks.map(([, sign]) => sign), group === '' ? pageTitle : `${group} – ${pageTitle}`].join(' '),
    icon: ['icon', ...marks.slice(0, 1).map(([name]) => name)].join('-') + '.svg'
  }
}
