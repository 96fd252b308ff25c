"""What this computer and one paired phone share, and how a message between them is sealed.

The QR code holds a secret, made for one attempt, and the address of a topic on an ntfy server. By them the phone says a
public key, and the computer answers with its own; the keys that count come of both and of the secret. So a picture of
the code opens nothing once a phone is paired, and the server, which passes everything on, can read and make nothing.

A message is AES-256-GCM under a key for its direction, and padded, so that its length does not tell a yes from a no.
It counts once: its number is the time at which it was made, in milliseconds, and has to be greater than every number
before it, and no more than two minutes old. It names its run, and the digest of the question that it answers.

P-256, HKDF-SHA-256 and AES-GCM are what the WebCrypto of every browser has.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from desktop_agent.core.errors import unwritable
from desktop_agent.host.run_offers import PAIRING
from desktop_agent.lib.files import replace_file
from desktop_agent.lib.paths import places

PhoneAct = Literal["stop", "pause", "resume", "say", "refuse", "approve", "answer"]
LATE_MS: Final = 120_000
LONGEST_WORDS: Final = 1_000
LONGEST_SEALED: Final = 4_000  # characters; ntfy takes 4,096 bytes
_PAD = 512  # bytes
_VERSION, _NONCE, _SECRET, _POINT = "v1", 12, 32, 65  # the last three in bytes
_OTHERS_MAY = 0o077
_ABOUT = b"desktop-agent pairing 1 "


@dataclass(frozen=True, slots=True)
class Pairing:
    """One phone: where its messages go, the keys of both ways, and a short name that both sides show.

    `page` is the address at which the phone has its page; empty where it was opened as a file.
    """

    topic: str
    to_computer: bytes = field(repr=False)
    to_phone: bytes = field(repr=False)
    name: str
    since: str  # RFC 3339
    page: str = ""

    @property
    def host(self) -> str:
        """Return the server over which its messages go."""
        return urlsplit(self.topic).netloc


@dataclass(frozen=True, slots=True)
class PhoneMessage:
    """What the phone wants; `question` is the digest of what it has shown, empty where nothing is answered."""

    number: int
    run: str
    act: PhoneAct
    question: str = ""
    words: str = ""


class Inbox:
    """Takes the messages to one run, each once. Pure."""

    def __init__(self, pairing: Pairing, run: str) -> None:
        """Take the pairing, and the run's id, which nobody can have known before it began."""
        self._key, self._run = pairing.to_computer, run
        self._last = 0

    def take(self, sealed: str, now_ms: int) -> PhoneMessage | None:
        """Return the message; None where it is no message of this phone to this run that counts now."""
        message = _message_of(opened(self._key, "to computer", sealed))
        if message is None or message.run != self._run or message.number <= self._last:
            return None
        if abs(now_ms - message.number) > LATE_MS:
            return None
        self._last = message.number
        return message


class PairingOffer:
    """One attempt to pair: what the QR code holds, and the answer to the first phone that knows it. Pure."""

    def __init__(self, topic: str) -> None:
        """Take the address of a topic that nobody else knows."""
        self.topic = topic
        self._secret = secrets.token_bytes(_SECRET)

    @property
    def code(self) -> str:
        """Return what the phone has to know, for the part of an address that no browser sends."""
        return f"{_VERSION}:{_text(self._secret)}:{self.topic}"

    def answer(self, hello: str, now: str, page: str = "") -> tuple[str, Pairing] | None:
        """Return the answer to a phone's first message, and the pairing that it makes; None where it is none."""
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        theirs = _opened_bytes(_derived(self._secret, b"", b"hello"), "hello", hello)
        if theirs is None or len(theirs) != _POINT:
            return None
        try:
            point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        except ValueError:
            return None
        own = ec.generate_private_key(ec.SECP256R1())
        ours = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        shared = own.exchange(ec.ECDH(), point) + self._secret
        salt = sha256(theirs + ours).digest()
        keys = (_derived(shared, salt, about) for about in (b"to computer", b"to phone", b"name"))
        to_computer, to_phone, named = keys
        name = f"{named.hex()[:4]} {named.hex()[4:8]}"
        # Bound to the hello that it answers: another phone with the same code sees that it came too late.
        welcome = _sealed_bytes(_derived(self._secret, b"", b"welcome"), "welcome", ours + sha256(theirs).digest())
        return welcome, Pairing(self.topic, to_computer, to_phone, name, now, page)


def new_topic(server: str) -> str:
    """Return the address of a topic on a server that nobody can guess."""
    return f"{server.rstrip('/')}/{secrets.token_urlsafe(24)}"


def sealed(key: bytes, way: str, content: Mapping[str, object]) -> str:
    """Return a message as it goes through the server."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return _sealed_bytes(key, way, text + b" " * (-len(text) % _PAD))


def opened(key: bytes, way: str, text: str) -> Mapping[str, object] | None:
    """Return the content of a message; None where it is none that was sealed with this key for this way."""
    content = _opened_bytes(key, way, text)
    try:
        read = json.loads(content) if content is not None else None
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def pairing_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the file of the pairing: it is there as long as a phone is paired."""
    return places(environment).data / PAIRING


def read_pairing(environment: Mapping[str, str] = os.environ) -> Pairing | None:
    """Return the pairing that counts now; None without one, and where others can read or write its file."""
    file = pairing_file(environment)
    try:
        state = file.lstat()
        if os.name == "posix" and (state.st_mode & _OTHERS_MAY or state.st_uid != os.getuid()):
            return None
        form = json.loads(file.read_bytes())
        to_computer, to_phone = (bytes.fromhex(form.pop(name)) for name in ("to_computer", "to_phone"))
        pairing = Pairing(to_computer=to_computer, to_phone=to_phone, **form)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    texts = (pairing.topic, pairing.name, pairing.since, pairing.page)
    is_whole = all(isinstance(text, str) for text in texts) and len(to_computer) == len(to_phone) == _SECRET
    return pairing if is_whole else None


def keep_pairing(pairing: Pairing, environment: Mapping[str, str] = os.environ) -> None:
    """Keep a pairing in the place of any before it; SettingsError where that cannot be written."""
    file = pairing_file(environment)
    form = {**asdict(pairing), "to_computer": pairing.to_computer.hex(), "to_phone": pairing.to_phone.hex()}
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(file, [json.dumps(form).encode()])
    except OSError as error:
        raise unwritable(file, error) from error


def end_pairing(environment: Mapping[str, str] = os.environ) -> None:
    """Make every message of the phone void from now on, for runs under way as well; OSError where that fails."""
    pairing_file(environment).unlink(missing_ok=True)


def _message_of(form: Mapping[str, object] | None) -> PhoneMessage | None:
    if form is None or set(form) != {"n", "run", "act", "question", "words"}:
        return None
    number, run, act, question, words = form["n"], form["run"], form["act"], form["question"], form["words"]
    if type(number) is not int or act not in get_args(PhoneAct):
        return None
    if not (isinstance(run, str) and isinstance(question, str) and isinstance(words, str)):
        return None
    if len(words) > LONGEST_WORDS or not re.fullmatch("[0-9a-f]{64}|", question):
        return None
    return PhoneMessage(number, run, act, question, words)  # type: ignore[arg-type]  # it is one of the literals


def _derived(secret: bytes, salt: bytes, about: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), _SECRET, salt, _ABOUT + about).derive(secret)


def _sealed_bytes(key: bytes, way: str, content: bytes) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    return _text(nonce + AESGCM(key).encrypt(nonce, content, _ABOUT + way.encode()))


def _opened_bytes(key: bytes, way: str, text: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(text) > LONGEST_SEALED or not re.fullmatch("[-_A-Za-z0-9]+", text):
        return None
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], _ABOUT + way.encode())
    except (ValueError, InvalidTag):
        return None


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
