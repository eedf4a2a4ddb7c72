"""As much of libp2p as a peer needs that dials others over TCP: multistream-select, Noise, Yamux,
identify and ping. https://github.com/libp2p/specs
"""
import asyncio
import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from protobuf import decode, encode, read_varint, varint

MULTISTREAM = "/multistream/1.0.0"
IDENTIFY = "/ipfs/id/1.0.0"
PING = "/ipfs/ping/1.0.0"
# how a protocol buffer with an Ed25519 key begins, and the multihash of that
KEY_PREFIX = bytes.fromhex("08011220")
PEER_PREFIX = bytes.fromhex("0024") + KEY_PREFIX
DATA, WINDOW, PINGS, GO_AWAY = range(4)
SYN, ACK, FIN, RST = 1, 2, 4, 8
# code and length of multiaddr components; None if the length comes first
COMPONENTS = {"ip4": (4, 4), "tcp": (6, 2), "ip6": (41, 16), "dns4": (54, None), "udp": (273, 2), "webrtc-direct": (280, 0), "p2p-circuit": (290, 0), "p2p": (421, None), "certhash": (466, None), "ws": (477, 0), "wss": (478, 0)}


def raw(public_key):
    return public_key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def components(address):
    """Returns the names and values of the components of a multiaddr; ends at one that isn't known"""
    found, at = [], 0
    while at < len(address):
        code, at = read_varint(address, at)
        name, size = next(((name, size) for name, (number, size) in COMPONENTS.items() if number == code), (None, 0))
        if name is None:
            return found + [(None, address[at:])]
        if size is None:
            size, at = read_varint(address, at)
        found.append((name, address[at:at + size]))
        at += size
    return found


async def read_uvarint(reader):
    number = shift = 0
    while True:
        byte = (await reader.readexactly(1))[0]
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return number


async def read_frame(reader):
    return await reader.readexactly(await read_uvarint(reader))


def frame(data):
    return varint(len(data)) + data


def lines(*texts):
    return b"".join(frame(text.encode() + b"\n") for text in texts)


async def select(reader, write, protocol, more=b""):
    """Opens a protocol; `more` goes out with its name"""
    write(lines(MULTISTREAM, protocol) + more)
    for expected in (MULTISTREAM, protocol):
        answer = (await read_frame(reader)).decode().strip()
        if answer != expected:
            raise ConnectionError(f"the other end answers {answer} to {protocol}")


class Cipher:
    def __init__(self, key):
        self.aead = ChaCha20Poly1305(key)
        self.count = 0

    def nonce(self):
        self.count += 1
        return struct.pack("<4xQ", self.count - 1)

    def encrypt(self, data, ad=b""):
        return self.aead.encrypt(self.nonce(), data, ad)

    def decrypt(self, data, ad=b""):
        return self.aead.decrypt(self.nonce(), data, ad)


class Handshake:
    """Noise_XX_25519_ChaChaPoly_SHA256, as initiator"""

    def __init__(self):
        self.hash = self.chain = b"Noise_XX_25519_ChaChaPoly_SHA256"
        self.cipher = None
        self.mix_hash(b"")

    def mix_hash(self, data):
        self.hash = hashlib.sha256(self.hash + data).digest()

    def derive(self, secret):
        temporary = hmac.digest(self.chain, secret, "sha256")
        first = hmac.digest(temporary, b"\1", "sha256")
        return first, hmac.digest(temporary, first + b"\2", "sha256")

    def mix_key(self, private, public):
        self.chain, key = self.derive(private.exchange(X25519PublicKey.from_public_bytes(public)))
        self.cipher = Cipher(key)

    def seal(self, data):
        sealed = self.cipher.encrypt(data, self.hash)
        self.mix_hash(sealed)
        return sealed

    def open(self, sealed):
        data = self.cipher.decrypt(sealed, self.hash)
        self.mix_hash(sealed)
        return data


class Connection:
    """A connection to a peer, whose Ed25519 key is `remote`. `handlers` take incoming streams by protocol"""

    def __init__(self, process, handlers):
        self.process = process
        self.handlers = {**handlers, PING: self.on_ping, IDENTIFY: self.on_identify}
        self.streams = {}
        self.next_id = 1
        self.tasks = set()
        self.plain = asyncio.StreamReader()

    async def dial(self, host, port, expected):
        self.reader, self.writer = await asyncio.open_connection(host, port)
        await select(self.reader, self.writer.write, "/noise")
        await self.shake_hands(expected)
        self.start(self.read_noise())
        await select(self.plain, self.send, "/yamux/1.0.0")
        self.start(self.read_yamux())
        return self

    def start(self, coroutine):
        task = asyncio.ensure_future(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def shake_hands(self, expected):
        noise, ephemeral, static = Handshake(), X25519PrivateKey.generate(), X25519PrivateKey.generate()
        public = raw(ephemeral.public_key())
        noise.mix_hash(public)
        noise.mix_hash(b"")
        self.write_noise(public)
        answer = await self.read_packet()
        noise.mix_hash(answer[:32])
        noise.mix_key(ephemeral, answer[:32])
        their_static = noise.open(answer[32:80])
        noise.mix_key(ephemeral, their_static)
        theirs = decode("NoisePayload", noise.open(answer[80:]), strict=False)
        self.remote = theirs["identityKey"].removeprefix(KEY_PREFIX)
        Ed25519PublicKey.from_public_bytes(self.remote).verify(theirs["identitySig"], b"noise-libp2p-static-key:" + their_static)
        if expected not in (None, self.remote):
            raise ConnectionError("another peer is there")
        ours = noise.seal(raw(static.public_key()))
        noise.mix_key(static, answer[:32])
        signature = self.process.sign(b"noise-libp2p-static-key:" + raw(static.public_key()))
        self.write_noise(ours + noise.seal(encode("NoisePayload", {"identityKey": KEY_PREFIX + raw(self.process.public_key()), "identitySig": signature})))
        sending, receiving = noise.derive(b"")
        self.sending, self.receiving = Cipher(sending), Cipher(receiving)

    def write_noise(self, packet):
        self.writer.write(struct.pack(">H", len(packet)) + packet)

    async def read_packet(self):
        size, = struct.unpack(">H", await self.reader.readexactly(2))
        return await self.reader.readexactly(size)

    async def read_noise(self):
        try:
            while True:
                self.plain.feed_data(self.receiving.decrypt(await self.read_packet()))
        except (asyncio.IncompleteReadError, ConnectionError):
            self.plain.feed_eof()

    def send(self, data):
        for at in range(0, len(data), 65_000):
            self.write_noise(self.sending.encrypt(data[at:at + 65_000]))

    def send_yamux(self, kind, flags, stream, length, data=b""):
        self.send(struct.pack(">BBHII", 0, kind, flags, stream, length) + data)

    async def read_yamux(self):
        try:
            while True:
                _, kind, flags, number, length = struct.unpack(">BBHII", await self.plain.readexactly(12))
                data = await self.plain.readexactly(length) if kind == DATA else b""
                if kind == PINGS and flags & SYN:
                    self.send_yamux(PINGS, ACK, 0, length)
                elif kind in (DATA, WINDOW):
                    self.on_stream_frame(flags, number, data)
        except asyncio.IncompleteReadError:
            for stream in self.streams.values():
                stream.reader.feed_eof()

    def on_stream_frame(self, flags, number, data):
        if flags & SYN:
            self.streams[number] = Stream(self, number)
            self.send_yamux(WINDOW, ACK, number, 0)
            self.start(self.accept(self.streams[number]))
        stream = self.streams.get(number)
        if stream is None:
            return
        if data:
            stream.reader.feed_data(data)
            # what was read makes room for more
            self.send_yamux(WINDOW, 0, number, len(data))
        if flags & (FIN | RST):
            stream.reader.feed_eof()
            del self.streams[number]

    async def accept(self, stream):
        try:
            while True:
                protocol = (await read_frame(stream.reader)).decode().strip()
                known = protocol == MULTISTREAM or protocol in self.handlers
                stream.write(lines(protocol if known else "na"))
                if protocol in self.handlers:
                    return await self.handlers[protocol](stream)
        except asyncio.IncompleteReadError:
            pass

    async def open(self, protocol, more=b""):
        stream = self.streams[self.next_id] = Stream(self, self.next_id)
        self.next_id += 2
        self.send_yamux(WINDOW, SYN, stream.number, 0)
        await select(stream.reader, stream.write, protocol, more)
        return stream

    async def on_ping(self, stream):
        while True:
            stream.write(await stream.reader.readexactly(32))

    async def on_identify(self, stream):
        stream.write(frame(encode("Identify", {"publicKey": KEY_PREFIX + raw(self.process.public_key()), "protocols": sorted(self.handlers), "agentVersion": "groupcall"})))
        stream.close()

    def close(self):
        self.writer.close()


class Stream:
    def __init__(self, connection, number):
        self.connection = connection
        self.number = number
        self.reader = asyncio.StreamReader()

    def write(self, data):
        self.connection.send_yamux(DATA, 0, self.number, len(data), data)

    def close(self):
        self.connection.send_yamux(DATA, FIN, self.number, 0)
