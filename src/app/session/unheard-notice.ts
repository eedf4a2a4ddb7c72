/** ms of speech before a muted user is told: longer than a cough, with the time that silence takes to count */
const SPEECH_BEFORE_NOTICE = 1_000

/** ms for which the notice stays after the speech */
const NOTICE_AFTER_SPEECH = 3_000

/** Decides when to tell users who speak while muted that nobody hears them */
export class UnheardNotice {
  private since?: number
  private until = -Infinity

  /**
   * Returns whether to show the notice; to be called several times a second
   *
   * @param microphone - `muted` says whether it is, and `unheard` whether there is speech that nobody hears
   * @param microphone.muted
   * @param microphone.unheard
   * @param now - ms, as `performance.now()` returns
   */
  update ({ muted, unheard }: { muted: boolean, unheard: boolean }, now: number): boolean {
    this.since = unheard ? this.since ?? now : undefined

    if (!muted) {
      this.until = -Infinity
    } else if (this.since != null && now - this.since >= SPEECH_BEFORE_NOTICE) {
      this.until = now + NOTICE_AFTER_SPEECH
    }

    return now < this.until
  }
}
