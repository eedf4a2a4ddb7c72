/** The controls of a call that go into the menu where they don't fit into the toolbar, the most important first */
export const MOVABLE = ['chat', 'react', 'deafen', 'invite', 'settings'] as const

/** What is always in the menu */
const RARE = ['safety', 'matrix', 'help'] as const

export type MovableControl = typeof MOVABLE[number]
export type MenuControl = MovableControl | typeof RARE[number]

/** Mute, the menu, and leave: they never move */
const FIXED = 3

/** rem that a control takes with the gap beside it, and that the toolbar keeps free */
const CONTROL_WIDTH = 4.5
const PADDING = 0.75

/** Returns which controls a toolbar shows, and which are in its menu. `width` is in rem */
export function fitToolbar (width: number): { shown: MovableControl[], menu: MenuControl[] } {
  const room = Math.max(0, Math.floor((width - PADDING) / CONTROL_WIDTH) - FIXED)

  return { shown: MOVABLE.slice(0, room), menu: [...MOVABLE.slice(room), ...RARE] }
}
