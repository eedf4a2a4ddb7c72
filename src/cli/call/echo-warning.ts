import type { CallView } from './events.ts'
import type { GroupCall } from '../../index.ts'

/**
 * Warns once that a microphone hears the speakers: unlike a browser, the command doesn't
 * cancel echo
 */
export class EchoWarning {
  private readonly view: CallView
  private readonly open = new Set<'microphone' | 'speakers'>()
  private warned = false

  constructor (view: CallView) {
    this.view = view
  }

  attach (call: Pick<GroupCall, 'addEventListener'>): void {
    call.addEventListener('microphone', ({ detail }) => {
      if (detail.kind === 'mic' && detail.track != null) {
        this.add('microphone')
      }
    })
  }

  /** Called when the speakers are open */
  onSpeakers (): void {
    this.add('speakers')
  }

  private add (device: 'microphone' | 'speakers'): void {
    this.open.add(device)

    if (this.open.size === 2 && !this.warned) {
      this.warned = true
      this.view.show({ type: 'problem', error: 'EchoWarning', message: 'Use headphones: your microphone may hear your speakers, and then the others hear themselves.' })
    }
  }
}
