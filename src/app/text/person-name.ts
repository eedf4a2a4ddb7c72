import type { Text } from './text.ts'

/** Returns a person's name, or a replacement if it is empty */
export function personName (name: string, { nobody }: Pick<Text, 'nobody'>): string {
  return name === '' ? nobody : name
}
