import type { Text } from './text.ts'

/** Returns what a key (`KeyboardEvent.key`) is called */
export function keyName (key: string, { help }: Text): string {
  return key === ' ' ? help.space : key.toUpperCase()
}
