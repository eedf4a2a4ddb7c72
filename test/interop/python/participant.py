"""A participant of a call that shares no code with ours: written from docs/protocol.md.

Joins with an invite, says a tone, and writes what happens as lines of JSON. Reads commands:
mute, unmute, chat TEXT, leave. Ends when there are no more.
"""
import array
import asyncio
import fractions
import json
import math
import os
import sys
import time

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack
from aiortc.sdp import candidate_from_sdp
from av import AudioFrame
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from groupcall import PROTOCOL_VERSION, Keys, OtherVersion, build_sdp, dht_key, open_envelope, open_presence, parse_invite, proven_bytes, read_sdp, seal, sign_content, sign_presence, verify
from libp2p import PEER_PREFIX, Connection, components, frame, raw, read_frame
from protobuf import decode, encode

RATE, FRAME, HERTZ, AMPLITUDE, AUDIBLE = 48_000, 960, 500, 8_000, 300
HEARTBEAT = 0.5
SLOT = 3_600
SIGNALING = "/groupcall/signal/1.0.0/"
# messages that may arrive before their sender was introduced
INTRODUCTIONS = ("join", "look", "welcome", "present", "refuse", "offer", "extension")


def tell(kind, **more):
    print(json.dumps({"type": kind, **more}), flush=True)


class Tone(AudioStreamTrack):
    def __init__(self, owner):
        super().__init__()
        self.owner, self.position, self.began = owner, 0, None

    async def recv(self):
        now = asyncio.get_running_loop().time
        self.began = self.began or now()
        await asyncio.sleep(max(0, self.began + self.position / RATE - now()))
        volume = 0 if self.owner.muted else AMPLITUDE
        samples = array.array("h", (int(volume * math.sin(2 * math.pi * HERTZ * (self.position + i) / RATE)) for i in range(FRAME)))
        audio = AudioFrame(format="s16", layout="mono", samples=FRAME)
        audio.planes[0].update(samples.tobytes())
        audio.sample_rate, audio.time_base, audio.pts = RATE, fractions.Fraction(1, RATE), self.position
        self.position += FRAME
        return audio


class Peer:
    """Another participant: its presence, and the ways to it"""

    def __init__(self, presence, signed):
        self.presence, self.signed = presence, signed
        self.connection = self.channel = self.write = self.offered = None
        self.waiting = []

    @property
    def linked(self):
        return self.channel is not None and self.channel.readyState == "open"

    def send(self, sealed):
        if self.linked:
            self.channel.send(sealed)
        elif self.write is not None:
            self.write(frame(sealed))
        return self.linked or self.write is not None


class Participant:
    def __init__(self, invite, identity, name):
        self.invite, self.identity, self.name = invite, identity, name
        self.keys = Keys(invite["groupId"], invite.get("secret"), invite["epoch"])
        self.process = Ed25519PrivateKey.generate()
        self.session_key = raw(self.process.public_key())
        self.call_id, self.sequence, self.muted = os.urandom(16), 0, False
        # nothing is sent after a goodbye
        self.over = False
        # a first session: nothing was counted before
        self.presence = {"publicKey": raw(identity.public_key()), "session": bytes([0, 0, 0, 0, 0, 1]) + os.urandom(10), "sessionKey": self.session_key, "addresses": [], "name": name}
        self.signed = sign_presence(self.presence, identity, self.process, self.keys)
        self.peers, self.seen, self.tasks, self.connections = {}, set(), set(), []

    def start(self, coroutine):
        task = asyncio.ensure_future(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    @property
    def state(self):
        return {"muted": self.muted, "listenOnly": False, "name": self.name, "participants": 1 + len(self.peers), "rosterVersion": 0, "settled": all(peer.linked for peer in self.peers.values())}

    # finding

    async def join(self):
        for address in self.invite["addresses"]:
            if await self.try_address(address):
                return True
        return False

    async def try_address(self, address, key=None):
        """Asks the peer at an address, or the members that it knows"""
        parts = components(address)
        if [name for name, _ in parts] not in (["ip4", "tcp"], ["ip4", "tcp", "p2p"]):
            return False
        key = key or dict(parts)["p2p"].removeprefix(PEER_PREFIX)
        host, port = ".".join(map(str, parts[0][1])), int.from_bytes(parts[1][1], "big")
        connection = Connection(self.process, {SIGNALING + self.session_key.hex(): self.on_stream})
        self.connections.append(connection)
        await connection.dial(host, port, key)
        request = self.seal({"recipientSessionKey": key, "join": {"state": self.state, "expires": self.invite["expires"]}})
        try:
            stream = await connection.open(SIGNALING + key.hex(), frame(self.keys.signal_name(key)) + frame(request))
        except ConnectionError:
            # a bootstrap peer
            return await self.ask_dht(connection)
        if await read_frame(stream.reader) != self.keys.signal_name(self.session_key):
            return False
        self.start(self.read(stream))
        return True

    async def ask_dht(self, connection):
        key = dht_key(self.keys.rendezvous(int(time.time()) // SLOT))
        stream = await connection.open("/groupcall/kad/1.0.0", frame(encode("DhtMessage", {"type": 3, "key": key})))
        answer = decode("DhtMessage", await read_frame(stream.reader), strict=False)
        for provider in answer["providers"]:
            verify(key[2:], proven_bytes(key, provider), provider["proof"])
            for address in provider["multiaddrs"]:
                if await self.try_address(address, provider["id"].removeprefix(PEER_PREFIX)):
                    return True
        return False

    async def on_stream(self, stream):
        """A stream that another peer has opened"""
        if await read_frame(stream.reader) == self.keys.signal_name(self.session_key):
            stream.write(frame(self.keys.signal_name(stream.connection.remote)))
            await self.read(stream)

    async def read(self, stream):
        try:
            while True:
                await self.receive(await read_frame(stream.reader), stream.write)
        except asyncio.IncompleteReadError:
            for peer in self.peers.values():
                if peer.write == stream.write:
                    peer.write = None

    # messages

    def seal(self, fields):
        self.sequence += 1
        kind = next(name for name in reversed(fields))
        introduction = {"introduction": self.signed} if kind in INTRODUCTIONS else {}
        content = {"callId": self.call_id, "sender": self.presence["publicKey"], "senderSession": self.presence["session"], "senderSessionKey": self.session_key, "sequence": self.sequence, **introduction, "version": PROTOCOL_VERSION if PROTOCOL_VERSION > 1 else 0, **fields}
        return seal(self.keys.seal_key, sign_content(content, self.identity, self.keys))

    def seal_to(self, presence, kind, body):
        return self.seal({"recipientSessionKey": presence["sessionKey"], "recipient": presence["publicKey"], "recipientSession": presence["session"], kind: body})

    def send(self, peer, kind, body):
        sealed = self.seal_to(peer.presence, kind, body)
        # another participant forwards what can't be sent directly
        return any(path.send(sealed) for path in [peer, *self.peers.values()])

    def broadcast(self, kind, body):
        for peer in list(self.peers.values()):
            self.send(peer, kind, body)

    async def receive(self, sealed, write=None):
        """Handles a frame, which came over the stream with `write` or over a data channel"""
        try:
            content = open_envelope(sealed, self.keys)
            presence = self.check(content)
        except OtherVersion as other:
            header, = other.args
            if write is not None and "introduction" in header:
                tell("version", version=header["version"] or 1)
                write(frame(self.seal_to(open_presence(header["introduction"], self.keys), "extension", b"")))
            return
        except (ValueError, InvalidTag) as error:
            tell("dropped", why=str(error))
            return
        handler = next((getattr(self, f"on_{kind}") for kind in content if hasattr(self, f"on_{kind}")), None)
        peer = self.peers.get(presence["publicKey"])
        if handler in (self.on_join, self.on_welcome, self.on_look):
            peer = peer or self.add(presence, content["introduction"])
        if peer is None or handler is None:
            return
        if write is not None and peer.presence["sessionKey"] == content["senderSessionKey"] and (peer.write is None or handler in (self.on_join, self.on_welcome)):
            peer.write = write
        self.call_id = min(self.call_id, content["callId"]) if len(self.peers) > 1 else content["callId"]
        await handler(peer, content[handler.__name__.removeprefix("on_")])

    def check(self, content):
        """Returns the presence of a message's sender, or raises ValueError"""
        if content["recipientSessionKey"] != self.session_key or content.get("recipientSession", self.presence["session"]) != self.presence["session"]:
            raise ValueError("for another session")
        if (content["senderSession"], content["sequence"]) in self.seen:
            raise ValueError("a replay")
        if "introduction" in content:
            presence = open_presence(content["introduction"], self.keys)
        elif content["sender"] in self.peers:
            presence = self.peers[content["sender"]].presence
        else:
            raise ValueError("an unknown sender")
        if (presence["publicKey"], presence["session"], presence["sessionKey"]) != (content["sender"], content["senderSession"], content["senderSessionKey"]):
            raise ValueError("another sender")
        self.seen.add((content["senderSession"], content["sequence"]))
        return presence

    def add(self, presence, signed):
        peer = self.peers[presence["publicKey"]] = Peer(presence, signed)
        tell("joined", peer=presence["publicKey"].hex(), name=presence["name"])
        return peer

    async def on_welcome(self, sender, welcome):
        presences = [(open_presence(signed, self.keys), signed) for signed in welcome["presences"]]
        for presence, signed in presences:
            if presence["publicKey"] not in (self.presence["publicKey"], *self.peers):
                self.add(presence, signed)
        for peer in list(self.peers.values()):
            if peer.connection is None and self.presence["publicKey"] > peer.presence["publicKey"]:
                await self.offer(peer)

    async def on_join(self, sender, join):
        others = [peer for peer in self.peers.values() if peer is not sender]
        self.send(sender, "welcome", {"presences": [peer.signed for peer in others], "state": self.state})
        for peer in others:
            self.send(peer, "welcome", {"presences": [sender.signed], "state": self.state})
        if sender.connection is None and self.presence["publicKey"] > sender.presence["publicKey"]:
            await self.offer(sender)

    async def on_look(self, sender, look):
        del self.peers[sender.presence["publicKey"]]

    async def on_refuse(self, sender, refuse):
        tell("refused", reason=refuse["reason"])

    async def on_state(self, sender, state):
        tell("state", peer=sender.presence["publicKey"].hex(), muted=state["muted"], name=state["name"])

    async def on_chat(self, sender, chat):
        tell("chat", peer=sender.presence["publicKey"].hex(), text=chat["text"])

    async def on_leave(self, sender, leave):
        await self.remove(sender)

    # links

    def connect(self, peer):
        peer.connection = connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        peer.channel = channel = connection.createDataChannel("groupcall", negotiated=True, id=0)
        connection.on("track", lambda track: self.start(self.listen(track, peer)))
        channel.on("open", lambda: self.start(self.beat(peer)))
        channel.on("message", lambda data: self.start(self.on_data(peer, data)))
        return connection

    async def describe(self, peer, description, **more):
        await peer.connection.setLocalDescription(description)
        parameters = read_sdp(peer.connection.localDescription.sdp)
        self.send(peer, description.type, {**parameters, **more})
        return parameters

    async def offer(self, peer):
        connection = self.connect(peer)
        connection.addTrack(Tone(self))
        peer.offered = await self.describe(peer, await connection.createOffer())

    async def on_offer(self, peer, offer):
        connection = self.connect(peer)
        await connection.setRemoteDescription(RTCSessionDescription(build_sdp(offer), "offer"))
        connection.addTrack(Tone(self))
        await self.describe(peer, await connection.createAnswer(), answers=offer["usernameFragment"])
        await self.on_candidates(peer, {"usernameFragment": None, "candidates": peer.waiting})

    async def on_answer(self, peer, answer):
        if peer.offered is not None and answer.get("answers") == peer.offered["usernameFragment"]:
            await peer.connection.setRemoteDescription(RTCSessionDescription(build_sdp(answer), "answer"))

    async def on_candidates(self, peer, candidates):
        if peer.connection is None or peer.connection.remoteDescription is None:
            peer.waiting += candidates["candidates"]
            return
        for line in candidates["candidates"]:
            candidate = candidate_from_sdp(line.removeprefix("candidate:"))
            candidate.sdpMid, candidate.sdpMLineIndex = "0", 0
            await peer.connection.addIceCandidate(candidate)

    async def beat(self, peer):
        tell("linked", peer=peer.presence["publicKey"].hex())
        links = [{"participant": key, "state": 3 if other.linked else 2, "quality": 0} for key, other in self.peers.items()]
        self.broadcast("links", {"links": links, "time": int(time.time() * 1_000)})
        while peer.linked and not self.over:
            peer.channel.send("")
            await asyncio.sleep(HEARTBEAT)

    async def on_data(self, peer, data):
        if data == "bye":
            await self.remove(peer)
        elif isinstance(data, bytes):
            await self.receive(data)

    async def listen(self, track, peer):
        while True:
            audio = await track.recv()
            if max(map(abs, array.array("h", bytes(audio.planes[0])))) > AUDIBLE:
                tell("heard", peer=peer.presence["publicKey"].hex())
                return

    async def remove(self, peer):
        if self.peers.pop(peer.presence["publicKey"], None) is not None:
            tell("left", peer=peer.presence["publicKey"].hex())
            if peer.connection is not None:
                await peer.connection.close()

    # commands

    async def run(self, line):
        command, _, text = line.strip().partition(" ")
        if command in ("mute", "unmute"):
            self.muted = command == "mute"
            self.broadcast("state", self.state)
        elif command == "chat":
            self.broadcast("chat", {"text": text})
        elif command == "leave":
            self.over = True
            for peer in self.peers.values():
                if peer.linked:
                    peer.channel.send("bye")
                else:
                    self.send(peer, "leave", {})

    async def close(self):
        for peer in list(self.peers.values()):
            await self.remove(peer)
        for connection in self.connections:
            connection.close()


async def main(invite, seed, name):
    participant = Participant(parse_invite(invite), Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)), name)
    if not await participant.join():
        sys.exit("nobody is there")
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        await participant.run(line)
    await participant.close()


asyncio.run(main(*sys.argv[1:]))
