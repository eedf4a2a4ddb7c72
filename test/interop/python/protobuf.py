"""Protocol buffers in the canonical form of docs/protocol.md, "Notation".

Messages are dictionaries. Each line of a schema is a field: number, name, type, and * if it is
repeated, ? if it is optional.
"""

SCHEMAS = {
    "Presence": "1 publicKey bytes, 2 session bytes, 3 sessionKey bytes, 4 addresses bytes*, 5 name string",
    "SignedPresence": "1 presence bytes, 2 signature bytes, 3 sessionSignature bytes",
    "Envelope": "1 content bytes, 2 signature bytes",
    "Header": "2 sender bytes, 3 senderSession bytes, 4 senderSessionKey bytes, 5 recipientSessionKey bytes, 9 introduction SignedPresence?, 11 version uint",
    "Content": "1 callId bytes, 2 sender bytes, 3 senderSession bytes, 4 senderSessionKey bytes, 5 recipientSessionKey bytes, 6 recipient bytes?, 7 recipientSession bytes?, 8 sequence uint, 9 introduction SignedPresence?, 10 others bytes*, 11 version uint, 15 extension bytes?, 16 join Join?, 17 welcome Welcome?, 18 offer Description?, 19 answer Description?, 20 candidates Candidates?, 21 leave Empty?, 22 refuse Refuse?, 23 state State?, 24 restart Restart?, 25 chat Chat?, 26 links Links?, 27 look Empty?, 28 present Present?, 29 roster RosterUpdate?, 30 knock Knock?, 31 wait Wait?, 32 stale Stale?, 33 apart Apart?, 34 carry Carry?, 35 speaking Speaking?, 36 hand Hand?, 37 reaction Reaction?",
    "Join": "1 state State, 2 ticket bytes?, 3 expires uint, 4 offer Description?",
    "Welcome": "1 presences SignedPresence*, 2 state State, 3 informed bytes*",
    "Description": "1 sessionId uint, 2 usernameFragment string, 3 password string, 4 fingerprint bytes, 5 setup uint, 6 payloadType uint, 7 candidates string*, 8 sessionVersion uint, 9 answers string?",
    "Candidates": "1 usernameFragment string, 2 candidates string*",
    "Empty": "",
    "Refuse": "1 reason uint, 2 presences SignedPresence*, 3 state State?",
    "State": "1 muted bool, 2 listenOnly bool, 3 name string, 4 participants uint, 5 rosterVersion uint, 6 settled bool, 7 rosterHash bytes?",
    "Restart": "1 fresh bool",
    "Hand": "1 raised bool",
    "Reaction": "1 emoji string",
    "Chat": "1 text string",
    "Links": "1 links LinkStatus*, 2 carried bytes*, 3 time uint?",
    "LinkStatus": "1 participant bytes, 2 state uint, 3 quality uint",
    "Present": "1 presences SignedPresence*",
    "RosterUpdate": "1 roster bytes?, 2 secret bytes?, 3 links bytes*, 4 oldest uint",
    "Knock": "1 presence SignedPresence, 2 ticket bytes?",
    "Wait": "1 owners uint",
    "Stale": "1 presence SignedPresence",
    "Apart": "1 callId bytes, 2 participants uint",
    "Carry": "1 participant bytes, 2 step uint",
    "Speaking": "1 speaking bool",
    "SignedRoster": "1 roster bytes, 2 signature bytes, 3 members bytes*",
    "Roster": "1 groupId bytes, 2 version uint, 3 epoch uint, 4 secretDigest bytes, 5 owners Owner*, 6 members bytes*, 7 signer bytes, 8 previous bytes, 9 membersDigest bytes",
    "Owner": "1 publicKey bytes, 2 since uint, 3 namedBy bytes, 4 signature bytes",
    "Invite": "1 groupId bytes, 2 name string, 3 secret bytes?, 4 owner bytes, 5 epoch uint, 6 expires uint, 7 addresses bytes*, 8 network string, 9 membersOnly MembersOnly?, 10 peers bytes",
    "MembersOnly": "1 owners bytes*, 2 rosterVersion uint, 3 ticket bytes?, 4 rosterHash bytes?",
    "DhtPeer": "1 id bytes, 2 multiaddrs bytes*, 1000 proof bytes",
    "DhtMessage": "1 type uint, 2 key bytes, 8 closer DhtPeer*, 9 providers DhtPeer*, 1000 time uint?",
    "NoisePayload": "1 identityKey bytes, 2 identitySig bytes",
    "Identify": "1 publicKey bytes, 3 protocols string*, 6 agentVersion string",
}


def fields(schema):
    for line in filter(None, SCHEMAS[schema].split(", ")):
        number, name, kind = line.split()
        yield int(number), name, kind.rstrip("*?"), kind[-1] if kind[-1] in "*?" else ""


FIELDS = {schema: list(fields(schema)) for schema in SCHEMAS}


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out + bytes([number]))


def read_varint(data, at=0):
    """Returns the number and where it ends"""
    number = shift = 0
    while True:
        number |= (data[at] & 127) << shift
        shift += 7
        at += 1
        if data[at - 1] < 128:
            return number, at


def encode(schema, message):
    out = b""
    for number, name, kind, mode in FIELDS[schema]:
        value = message.get(name)
        values = value or [] if mode == "*" else [] if value is None else [value]
        for item in values:
            is_message = kind in SCHEMAS
            if not mode and not is_message and not item:
                continue
            if kind in ("uint", "bool"):
                out += varint(number << 3) + varint(int(item))
            else:
                item = encode(kind, item) if is_message else item.encode() if kind == "string" else item
                out += varint(number << 3 | 2) + varint(len(item)) + item
    return out


def decode(schema, data, strict=True):
    """Returns the message. Unless `strict`, skips unknown fields and accepts any encoding"""
    known = {number: field for number, *field in FIELDS[schema]}
    message = {name: [] if mode == "*" else {"uint": 0, "bool": False, "bytes": b"", "string": ""}.get(kind) for _, name, kind, mode in FIELDS[schema] if mode != "?"}
    at = 0
    while at < len(data):
        tag, at = read_varint(data, at)
        value, at = read_varint(data, at)
        if tag & 7 == 2:
            end = at + value
            value, at = data[at:end], end
        elif tag & 7:
            raise ValueError("an unknown wire type")
        if tag >> 3 not in known:
            continue
        name, kind, mode = known[tag >> 3]
        if kind in SCHEMAS:
            value = decode(kind, value, strict)
        elif kind == "string":
            value = value.decode()
        elif kind == "bool":
            value = bool(value)
        if mode == "*":
            message[name].append(value)
        else:
            message[name] = value
    if strict and encode(schema, message) != data:
        raise ValueError(f"{schema} is not canonical")
    return message
