/**
 * Notes the steps of every `RTCPeerConnection` that is created from now on, in the same
 * words for all systems. Passes each to `onConnection` before its first description.
 */
export function noteConnectionSteps (prototype: RTCPeerConnection, step: (name: string) => void, onConnection?: (connection: RTCPeerConnection) => void): void {
  const watched = new WeakSet<RTCPeerConnection>()
  const { setLocalDescription, setRemoteDescription } = prototype

  const watch = (connection: RTCPeerConnection): void => {
    if (!watched.has(connection)) {
      watched.add(connection)
      onConnection?.(connection)
      connection.addEventListener('iceconnectionstatechange', () => {
        if (connection.iceConnectionState === 'connected') {
          step('ICE connected')
        }
      })
      connection.addEventListener('connectionstatechange', () => {
        if (connection.connectionState === 'connected') {
          step('DTLS connected')
        }
      })
    }
  }

  prototype.setLocalDescription = async function (this: RTCPeerConnection, ...args: any) {
    watch(this)
    const type = args[0]?.type ?? (this.signalingState === 'have-remote-offer' ? 'answer' : 'offer')
    step(`${type} created`)

    return setLocalDescription.apply(this, args)
  } as RTCPeerConnection['setLocalDescription']

  prototype.setRemoteDescription = async function (this: RTCPeerConnection, ...args: any) {
    watch(this)
    step(`${args[0]?.type} received`)

    return setRemoteDescription.apply(this, args)
  } as RTCPeerConnection['setRemoteDescription']
}
