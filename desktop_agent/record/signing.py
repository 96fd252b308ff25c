"""Signs journals and checks signatures: Ed25519, so that whoever may check cannot sign.

A signature says with which key it was made, so that a change in it shows to anybody. Whose key that is, it cannot say.
"""

from __future__ import annotations

from contextlib import suppress

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_KIND = "ed25519"


class SigningKey:
    """A private key; it never shows in a repr."""

    def __init__(self, secret: str) -> None:
        """Take a key as `new_secret` returns it; ValueError when it is none."""
        self._key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
        self.public = self._key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """Return the signature as journals have it."""
        return f"{_KIND}:{self.public}:{self._key.sign(message).hex()}"


def new_secret() -> str:
    """Return a new private key, in hexadecimal digits."""
    return Ed25519PrivateKey.generate().private_bytes_raw().hex()


def signer_of(sig: str, message: bytes) -> str | None:
    """Return the public key with which a message was signed; None when the signature is wrong."""
    kind, _, rest = sig.partition(":")
    public, _, signature = rest.partition(":")
    if kind != _KIND:
        return None
    with suppress(ValueError, InvalidSignature):
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), message)
        return public
    return None


def fingerprint(public: str) -> str:
    """Return a public key's first digits in groups, as people compare them."""
    return " ".join(public[at : at + 4] for at in range(0, 16, 4))
