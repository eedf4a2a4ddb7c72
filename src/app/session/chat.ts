import type { ChatMessage } from '../model/state.ts'

/** Messages to keep: more than anyone scrolls back to */
const MAX_MESSAGES = 500

/** The chat messages of a call */
export class Chat {
  messages: ChatMessage[] = []
  unread = 0
  private nextId = 1

  add (message: Omit<ChatMessage, 'id' | 'at'>): void {
    this.messages = [...this.messages, { ...message, id: this.nextId++, at: Date.now() }].slice(-MAX_MESSAGES)

    if (!message.own) {
      this.unread++
    }
  }

  read (): void {
    this.unread = 0
  }

  clear (): void {
    this.messages = []
    this.unread = 0
  }
}
