import { judgeCertificates, remoteCertificates, transportsOf } from './certificate.ts'
import { CertificateMismatchError, CertificateUnknownError } from './errors.ts'
import { CERTIFICATE_POLL_INTERVAL, HANDSHAKE_INTERVAL, MAX_CERTIFICATE_POLLS } from './limits.ts'
import type { RemoteEnd } from './certificate.ts'

const ICE_IS_UP: ReadonlySet<RTCIceConnectionState> = new Set(['connected', 'completed'])

/** The remote end presented another certificate, or doesn't have the key of this one */
const HANDSHAKE_FAILED = 'Someone may be in the middle: the other side couldn\'t prove the certificate it signed for. The link was closed. Compare the safety code before you talk.'

export interface CertificateGuardInit {
  connection: RTCPeerConnection
  /** SHA-256 of the certificate that the participant signed for */
  signed(): Uint8Array | undefined
  /** Called when the remote end is the participant */
  onConfirmed(): void
  /** Called when it is another peer, or can't be verified: the link must end */
  onFailure(error: Error): void
}

/**
 * Keeps everyone out of a link except the participant that signed for its certificate
 */
export class CertificateGuard {
  private readonly init: CertificateGuardInit
  private transports: RTCDtlsTransport[] = []
  private polls = 0
  private timer?: ReturnType<typeof setTimeout>
  private handshakeTimer?: ReturnType<typeof setInterval>
  private confirmed = false

  constructor (init: CertificateGuardInit) {
    this.init = init
  }

  /** Checks the handshake until the connection is up */
  start (): void {
    this.handshakeTimer = setInterval(() => { this.checkHandshake() }, HANDSHAKE_INTERVAL)
  }

  /**
   * Returns false if packets go both ways and either library has found a
   * certificate other than the one in the description (RFC 8827 section 6.5). In
   * Node the event that reports this is sometimes lost.
   */
  checkHandshake (): boolean {
    // after the handshake, a transport fails when the remote end breaks off. Before ICE
    // is up, transports come and go as descriptions are bundled, and in Node, holding
    // one that has gone may crash the process
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

  /** Called when the connection is up: polls until the remote certificate is available */
  confirm (): void {
    clearTimeout(this.timer)

    if (!this.confirmed) {
      this.transports = transportsOf(this.init.connection)
    }

    const end = this.judge()

    if (end === 'signed') {
      this.polls = 0
      this.confirmed = true
      clearInterval(this.handshakeTimer)
      this.init.onConfirmed()
    } else if (end === 'unknown' && ++this.polls >= MAX_CERTIFICATE_POLLS) {
      this.init.onFailure(new CertificateUnknownError())
    } else if (end === 'unknown' || (end === 'nobody' && this.init.connection.connectionState === 'connected')) {
      this.timer = setTimeout(() => { this.confirm() }, CERTIFICATE_POLL_INTERVAL)
    }
  }

  /** Called when the connection has been up: returns false if another peer has taken it over */
  check (): boolean {
    return this.judge() !== 'somebody-else'
  }

  stop (): void {
    clearTimeout(this.timer)
    clearInterval(this.handshakeTimer)
  }

  private judge (): RemoteEnd {
    const end = judgeCertificates(remoteCertificates(this.transports), this.init.signed())

    if (end === 'somebody-else') {
      this.init.onFailure(new CertificateMismatchError())
    }

    return end
  }
}
