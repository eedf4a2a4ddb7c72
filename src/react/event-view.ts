/** What dispatches events: a call, or a microphone */
type Emitter<Events> = {
  addEventListener(type: keyof Events, listener: () => void): void
  removeEventListener(type: keyof Events, listener: () => void): void
} | undefined

/**
 * What is shown of something that dispatches events, for `useSyncExternalStore`: React
 * needs the same object until one of the events has come
 */
export class EventView<Events, View> {
  private readonly emitter: () => Emitter<Events>
  private readonly events: ReadonlyArray<keyof Events>
  private readonly read: () => View
  private view: View

  /**
   * @param emitter - returns what dispatches the events at the moment
   * @param events
   * @param read - returns what to show, in a new object
   */
  constructor (emitter: () => Emitter<Events>, events: ReadonlyArray<keyof Events>, read: () => View) {
    this.emitter = emitter
    this.events = events
    this.read = read
    this.view = read()
  }

  readonly current = (): View => this.view

  readonly subscribe = (onChange: () => void): () => void => {
    const emitter = this.emitter()
    const listener = (): void => {
      this.view = this.read()
      onChange()
    }

    this.events.forEach(event => { emitter?.addEventListener(event, listener) })
    // something may have changed since the component was rendered
    this.view = this.read()

    return () => {
      this.events.forEach(event => { emitter?.removeEventListener(event, listener) })
    }
  }
}
