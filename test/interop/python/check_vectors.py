"""Checks docs/protocol-vectors.json with the code of the participant in this folder.

python3 test/interop/python/check_vectors.py docs/protocol-vectors.json
"""
import base64
import hashlib
import ipaddress
import json
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from groupcall import Keys, build_sdp, dht_key, group_id, hmac, open_envelope, open_presence, pair_number, parse_invite, proven_bytes, safety_code, seal, sha256, sign_content, sign_presence, unseal, verify
from libp2p import COMPONENTS, PEER_PREFIX, components, frame, raw
from protobuf import decode, encode, varint

unhex = bytes.fromhex
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def peer_text(key):
    number = int.from_bytes(PEER_PREFIX + key, "big")
    text = ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return "1" + text


def peer_key(text):
    number = 0
    for digit in text:
        number = number * 58 + BASE58.index(digit)
    return number.to_bytes(38, "big")[len(PEER_PREFIX):]


def key_of(seed):
    return Ed25519PrivateKey.from_private_bytes(unhex(seed))


def keys_of(group):
    return Keys(unhex(group["id"]), unhex(group["secret"]) if "secret" in group else None, group["epoch"])


def from_json(value):
    if isinstance(value, list):
        return [from_json(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"hex"}:
        return unhex(value["hex"])
    if set(value) == {"uint64"}:
        return int(value["uint64"])
    return {name: from_json(item) for name, item in value.items()}


def multiaddr(text):
    parts, data = iter(text.split("/")[1:]), b""
    for name in parts:
        code, size = COMPONENTS[name]
        value = next(parts) if size != 0 else ""
        value = b"" if size == 0 else ipaddress.ip_address(value).packed if name in ("ip4", "ip6") else int(value).to_bytes(2, "big") if size == 2 else PEER_PREFIX + peer_key(value) if name == "p2p" else value.encode()
        data += varint(code) + (varint(len(value)) if size is None else b"") + value
    assert [name for name, _ in components(data)] == [part for part in text.split("/") if part in COMPONENTS]
    return data


def rendezvous(group, slot):
    key = dht_key(keys_of(group).rendezvous(slot))
    return {"multihash": key.hex(), "cid": "b" + base64.b32encode(b"\1\x55" + key).decode().lower().rstrip("=")}


def provider_record(group, slot, id, addresses):
    private = keys_of(group).rendezvous(slot)
    key, peer = dht_key(private), {"id": unhex(id), "multiaddrs": [unhex(address) for address in addresses]}
    peer["proof"] = private.sign(proven_bytes(key, peer))
    return {"proof": peer["proof"].hex(), "add": encode("DhtMessage", {"type": 2, "key": key, "providers": [peer]}).hex(), "get": encode("DhtMessage", {"type": 3, "key": key}).hex()}


def presence(group, seed, processSeed, session, addresses, name):
    identity, process, keys = key_of(seed), key_of(processSeed), keys_of(group)
    fields = {"publicKey": raw(identity.public_key()), "session": unhex(session), "sessionKey": raw(process.public_key()), "addresses": [unhex(address) for address in addresses], "name": name}
    signed = sign_presence(fields, identity, process, keys)
    assert open_presence(signed, keys) == fields
    return {field: value.hex() for field, value in signed.items()}


def message(group, seed, content):
    keys = keys_of(group)
    envelope = sign_content(from_json(content), key_of(seed), keys)
    opened = open_envelope(seal(keys.seal_key, envelope), keys)
    assert sign_content(opened, key_of(seed), keys) == envelope
    return {name: value.hex() for name, value in [*decode("Envelope", envelope).items(), ("envelope", envelope)]}


def invite(group, addresses, expires=0, ticket=None, network="local", output=""):
    fields = parse_invite(output)
    members = fields.get("membersOnly") or {}
    assert fields["groupId"].hex() == group["id"] and fields.get("secret", b"").hex() == group.get("secret", "") and fields["epoch"] == group["epoch"] and fields["name"] == group["name"]
    assert fields["addresses"] == [multiaddr(address) for address in addresses] and fields["expires"] == expires and fields["network"] == network.replace("local", "")
    assert members.get("ticket", b"").hex() == (ticket or "") and members.get("rosterHash", b"").hex() == group.get("roster", {}).get("hash", "")
    return output


def roster(seed, version, epoch, groupId, secretDigest, previous, owners, members):
    signer, purpose, listed = key_of(seed), b"groupcall roster 1\0", [unhex(member) for member in members]
    data = encode("Roster", {"groupId": unhex(groupId), "version": version, "epoch": epoch, "secretDigest": unhex(secretDigest), "owners": [{"publicKey": unhex(owner["publicKey"]), "since": owner["since"]} for owner in owners],
                             "signer": raw(signer.public_key()), "previous": unhex(previous), "membersDigest": sha256(b"groupcall members digest 1\0" + b"".join(listed))})
    signature = signer.sign(purpose + data)
    verify(raw(signer.public_key()), purpose + data, signature)
    signed = {"roster": data, "signature": signature}
    return {"roster": data.hex(), "signature": signature.hex(), "hash": sha256(purpose + data).hex(), "signed": encode("SignedRoster", {**signed, "members": listed}).hex(), "link": encode("SignedRoster", signed).hex()}


def sealed(key, nonce, plain):
    data = seal(unhex(key), unhex(plain), unhex(nonce))
    assert unseal(unhex(key), data).hex() == plain
    return data.hex()


COMPUTE = {
    "public key": lambda seed: raw(key_of(seed).public_key()).hex(),
    "group id": lambda secret: group_id(unhex(secret)).hex(),
    "group keys": lambda group: {"sealKey": keys_of(group).seal_key.hex(), "context": keys_of(group).context.hex()},
    "signal name": lambda group, sessionKey: keys_of(group).signal_name(unhex(sessionKey)).hex(),
    "protocol": lambda sessionKey: f"/groupcall/signal/1.0.0/{sessionKey}",
    "peer id": lambda sessionKey: {"text": peer_text(unhex(sessionKey)), "multihash": (PEER_PREFIX + unhex(sessionKey)).hex()},
    "multiaddr": lambda text: multiaddr(text).hex(),
    "rendezvous": rendezvous,
    "provider record": provider_record,
    "frame": lambda bytes, repeat=1: frame(unhex(bytes * repeat)).hex(),
    "seal": sealed,
    "presence": presence,
    "message": message,
    "ticket": lambda ticket, groupId, publicKey: hmac.digest(unhex(ticket), b"groupcall ticket 1\0" + unhex(groupId + publicKey), "sha256").hex(),
    "invite": invite,
    "digests": lambda groupId, founder, secret, members: {"root": sha256(b"groupcall root roster 1\0" + unhex(groupId + founder)).hex(), "secret": sha256(b"groupcall secret digest 1\0" + unhex(groupId + secret)).hex(), "members": sha256(b"groupcall members digest 1\0" + unhex("".join(members))).hex()},
    "roster": roster,
    "place": lambda publicKey, session: hashlib.sha256(f"{publicKey} {session}".encode()).hexdigest(),
    "sdp": lambda parameters: build_sdp(from_json(parameters)),
    "safety code": lambda publicKeys, context: safety_code([unhex(key) for key in publicKeys], unhex(context)),
    "pair number": lambda publicKeys: pair_number([unhex(key) for key in publicKeys]),
}

with open(sys.argv[1], encoding="utf8") as file:
    vectors = json.load(file)["vectors"]
for vector in vectors:
    more = {"output": vector["output"]} if vector["kind"] == "invite" else {}
    computed = COMPUTE[vector["kind"]](**vector["input"], **more)
    if computed != vector["output"]:
        sys.exit(f"{vector['kind']} {vector.get('about', '')}: {computed} instead of {vector['output']}")
print(f"{len(vectors)} vectors are right")
