import { judgeCertificates, remoteCertificates, transportsOf } from './certificate.ts'
import { CertificateMismatchError, CertificateUnknownError } from './errors.ts'
import { CERTIFICATE_POLL_INTERVAL, HANDSHAKE_INTERVAL, MAX_CERTIFICATE_POLLS } from './limits.ts'
import type { OtherEnd } from './certificate.ts'

const ICE_IS_UP: ReadonlySet<RTCIceConnectionState> = new Set(['connected', 'completed'])

/** What came was either another certificate or one whose key the other end does not have */
const HANDSHAKE_FAILED = 'Somebody may be in between: the other end could not show the certificate that was signed. The link was closed; compare the safety code before you say anything.'

export interface CertificateGuardInit {
  connection: RTCPeerConnection
  /** SHA-256 of the certificate that the participant has signed for */
  signed(): Uint8Array | undefined
  /** The other end is the participant */
  onConfirmed(): void
  /** It is somebody else, or that cannot be told: the link must end */
  onFailure(error: Error): void
}

/**
 * Lets nobody into a link but the participant whose certificate was signed
 */
export class CertificateGuard {
  private readonly init: CertificateGuardInit
  private transports: RTCDtlsTransport[] = []
  private looks = 0
  private timer?: ReturnType<typeof setTimeout>
  private handshakeTimer?: ReturnType<typeof setInterval>
  private confirmed = false

  constructor (init: CertificateGuardInit) {
    this.init = init
  }

  /** Looks at the handshake until the connection is up */
  start (): void {
    this.handshakeTimer = setInterval(() => { this.checkHandshake() }, HANDSHAKE_INTERVAL)
  }

  /**
   * Returns false when packets go both ways and the library has found another
   * certificate than the one of the description (RFC 8827 section 6.5), or the other
   * end has. In Node the event that would tell is lost at times.
   */
  checkHandshake (): boolean {
    // behind the handshake it fails when the other end breaks off. Before ICE is up,
    // transports come and go as descriptions are bundled, and in Node whoever holds
    // one that has gone may end the process
    if (this.confirmed || !ICE_IS_UP.has(this.init.connection.iceConnectionState)) {
      return true
    }

    if (this.transports.length === 0) {
      this.transports = transportsOf(this.init.connection)
    }

    if (!this.transports.some(({ state }) => state === 'failed')) {
      return true
    }

    this.init.onFailure(new CertificateMismatchError(HANDSHAKE_FAILED))

    return false
  }

  /** The connection is up: looks who is there, for as long as that is not told */
  confirm (): void {
    clearTimeout(this.timer)
    this.transports = transportsOf(this.init.connection)
    const end = this.look()

    if (end === 'signed') {
      this.looks = 0
      this.confirmed = true
      clearInterval(this.handshakeTimer)
      this.init.onConfirmed()
    } else if (end === 'untold' && ++this.looks >= MAX_CERTIFICATE_POLLS) {
      this.init.onFailure(new CertificateUnknownError())
    } else if (end === 'untold' || (end === 'nobody' && this.init.connection.connectionState === 'connected')) {
      this.timer = setTimeout(() => { this.confirm() }, CERTIFICATE_POLL_INTERVAL)
    }
  }

  /** The connection has been up: returns false when somebody else has come into it */
  check (): boolean {
    return this.look() !== 'somebody-else'
  }

  stop (): void {
    clearTimeout(this.timer)
    clearInterval(this.handshakeTimer)
  }

  private look (): OtherEnd {
    const end = judgeCertificates(remoteCertificates(this.transports), this.init.signed())

    if (end === 'somebody-else') {
      this.init.onFailure(new CertificateMismatchError())
    }

    return end
  }
}
