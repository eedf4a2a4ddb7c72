"""What docs/protocol.md derives, encodes, seals and signs. The names are those of that page."""
import base64
import hashlib
import hmac
import os
import struct

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from libp2p import PEER_PREFIX, raw
from protobuf import decode, encode

ENVELOPE = b"groupcall envelope 1\0"
PRESENCE = b"groupcall presence 1\0"
SESSION = b"groupcall session key 1\0"
# another one is for tests
PROTOCOL_VERSION = int(os.environ.get("PROTOCOL_VERSION", 1))


def u64(number):
    return struct.pack(">Q", number)


def sha256(data):
    return hashlib.sha256(data).digest()


def hkdf(name, secret, salt, info, length):
    key, out, block = hmac.digest(salt or bytes(hashlib.new(name).digest_size), secret, name), b"", b""
    while len(out) < length:
        block = hmac.digest(key, block + info + bytes([len(out) // len(key) + 1]), name)
        out += block
    return out[:length]


def verify(public_key, data, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except InvalidSignature:
        raise ValueError("a wrong signature")


class Keys:
    """Everything that a group's members share"""

    def __init__(self, group_id, secret=None, epoch=0):
        self.derive = lambda purpose, data, length: hkdf("sha256", secret or group_id, group_id + u64(epoch), f"groupcall {purpose} 1\0".encode() + data, length)
        self.seal_key = self.derive("seal", b"", 32)
        self.context = self.derive("context", b"", 32)

    def signal_name(self, session_key):
        return self.derive("signal name", session_key, 16)

    def rendezvous(self, slot):
        """Returns the private key whose public key is the DHT key"""
        return Ed25519PrivateKey.from_private_bytes(self.derive("rendezvous key", u64(slot), 32))


def group_id(secret):
    return sha256(b"groupcall group id 1\0" + secret)


def dht_key(rendezvous):
    return b"\x12\x20" + raw(rendezvous.public_key())


def proven_bytes(key, peer):
    return b"groupcall provider 1\0" + encode("DhtMessage", {"type": 2, "key": key, "providers": [{**peer, "proof": b""}]})


def parse_invite(text):
    """Returns the fields of an invite of version 2, with addresses unpacked"""
    data = text.split("#")[-1]
    data = base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
    if sha256(data[:-4])[:4] != data[-4:]:
        raise ValueError("a damaged invite")
    if data[0] != 2:
        raise ValueError(f"an invite of version {data[0]}")
    invite = decode("Invite", data[1:-4])
    invite["groupId"] = invite["groupId"] or group_id(invite["secret"])
    invite["addresses"] = [unpack(packed, invite["peers"]) for packed in invite["addresses"]]
    return invite


def unpack(packed, peers):
    address = b""
    while packed:
        end = 1 + packed[0]
        index = packed[end]
        address += packed[1:end]
        if index:
            address += b"\xa5\x03\x26" + PEER_PREFIX + peers[32 * (index - 1):32 * index]
        packed = packed[end + 1:]
    return address


def rotate(word, bits):
    return (word << bits | word >> 32 - bits) & 0xffffffff


def hchacha20(key, nonce):
    state = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce))
    rounds = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15), (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]
    for a, b, c, d in rounds * 10:
        for x, y, z, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            state[x] = (state[x] + state[y]) & 0xffffffff
            state[z] = rotate(state[z] ^ state[x], bits)
    return struct.pack("<8I", *state[:4], *state[12:])


def seal(key, plain, nonce=None):
    nonce = nonce or os.urandom(24)
    return nonce + ChaCha20Poly1305(hchacha20(key, nonce[:16])).encrypt(bytes(4) + nonce[16:], plain, None)


def unseal(key, sealed):
    return ChaCha20Poly1305(hchacha20(key, sealed[:16])).decrypt(bytes(4) + sealed[16:24], sealed[24:], None)


def sign_presence(presence, identity, process, keys):
    data = encode("Presence", presence)
    claim = SESSION + presence["publicKey"] + presence["session"]
    return {"presence": data, "signature": identity.sign(keys.context + PRESENCE + data), "sessionSignature": process.sign(keys.context + claim)}


def open_presence(signed, keys):
    """Returns a presence whose signatures hold"""
    presence = decode("Presence", signed["presence"])
    verify(presence["publicKey"], keys.context + PRESENCE + signed["presence"], signed["signature"])
    verify(presence["sessionKey"], keys.context + SESSION + presence["publicKey"] + presence["session"], signed["sessionSignature"])
    return presence


def sign_content(content, identity, keys):
    """Returns an envelope, not sealed"""
    data = encode("Content", content)
    return encode("Envelope", {"content": data, "signature": identity.sign(keys.context + ENVELOPE + data)})


class OtherVersion(Exception):
    """Has the header as its argument"""


def open_envelope(frame, keys):
    """Returns the content of a frame whose signature holds"""
    envelope = decode("Envelope", unseal(keys.seal_key, frame))
    header = decode("Header", envelope["content"], strict=False)
    verify(header["sender"], keys.context + ENVELOPE + envelope["content"], envelope["signature"])
    if (header["version"] or 1) != PROTOCOL_VERSION:
        raise OtherVersion(header)
    return decode("Content", envelope["content"])


def build_sdp(description):
    transport = ["c=IN IP4 0.0.0.0", f"a=ice-ufrag:{description['usernameFragment']}", f"a=ice-pwd:{description['password']}", "a=ice-options:trickle",
                 "a=fingerprint:sha-256 " + ":".join(f"{byte:02X}" for byte in description["fingerprint"]), "a=setup:" + ["actpass", "active", "passive"][description["setup"] - 1]]
    opus = description["payloadType"]
    text = ["v=0", f"o=- {description['sessionId']} {description['sessionVersion']} IN IP4 0.0.0.0", "s=-", "t=0 0", "a=group:BUNDLE 0 1", "a=msid-semantic: WMS",
            f"m=audio 9 UDP/TLS/RTP/SAVPF {opus}", *transport, "a=mid:0", "a=sendrecv", "a=rtcp-mux", "a=rtcp-rsize", f"a=rtpmap:{opus} opus/48000/2",
            f"a=fmtp:{opus} minptime=10;useinbandfec=1;maxaveragebitrate=50000", *(f"a={candidate}" for candidate in description["candidates"]),
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", *transport, "a=mid:1", "a=sctp-port:5000", "a=max-message-size:262144"]
    return "".join(line + "\r\n" for line in text)


def read_sdp(sdp):
    """Returns the parameters of a local description"""
    # before an answer, each section may have a transport of its own: that of the first is used
    found = [line.partition(":") for line in "m=".join(sdp.split("m=")[:2]).splitlines()]
    value = lambda name: next(value for key, _, value in found if key == f"a={name}")
    origin = next(line for line in sdp.splitlines() if line.startswith("o=")).split()
    opus = next(value for key, _, value in found if key == "a=rtpmap" and "opus/48000/2" in value)
    fingerprint = next(value for key, _, value in found if key == "a=fingerprint" and value.startswith("sha-256 "))
    # above the numbers that can't be sent
    session_id, version = (int(number) | 1 << 62 for number in origin[1:3])
    return {"sessionId": session_id, "sessionVersion": version, "usernameFragment": value("ice-ufrag"), "password": value("ice-pwd"),
            "fingerprint": bytes.fromhex(fingerprint.split()[1].replace(":", "")), "setup": ["actpass", "active", "passive"].index(value("setup")) + 1,
            "payloadType": int(opus.split()[0]), "candidates": list(dict.fromkeys(f"candidate:{value}" for key, _, value in found if key == "a=candidate"))}


def digits(data):
    return " ".join(f"{int.from_bytes(data[at:at + 5], 'big') % 100_000:05}" for at in range(0, len(data), 5))


def safety_code(public_keys, context):
    label = b"groupcall safety code 2"
    password = hkdf("sha512", b"".join(sorted(set(public_keys))), context, label, 64)
    return digits(hashlib.scrypt(password, salt=label, n=2_048, r=8, p=1, dklen=40))


def pair_number(public_keys):
    return digits(hkdf("sha512", b"".join(sorted(public_keys)), b"", b"groupcall pair number 1", 60))
