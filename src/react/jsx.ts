import type { GroupCallElement, GroupCallElementEvents } from '../app/element/define-element.ts'
import type { DetailedHTMLProps, HTMLAttributes } from 'react'

/** What `<group-call>` takes in JSX: its attributes and properties, and `on` with the name of each event */
export type GroupCallAttributes = DetailedHTMLProps<HTMLAttributes<GroupCallElement>, GroupCallElement> &
  Partial<Pick<GroupCallElement, 'invite' | 'name' | 'bootstrap' | 'base' | 'identity' | 'theme' | 'autojoin' | 'iceServers' | 'relayOnly'>> &
  { [Name in keyof GroupCallElementEvents as `on${Name}`]?: (event: GroupCallElementEvents[Name]) => void }

declare module 'react' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- React's types have it
  namespace JSX {
    interface IntrinsicElements {
      'group-call': GroupCallAttributes
    }
  }
}
