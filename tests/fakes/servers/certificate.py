"""A certificate of a test's own for this computer, good or with one fault."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_BEGINS_IN_DAYS = {"expired": -9, "early": 9}
_NAMES = {"another name": "other.example"}
_ADDRESSES = {"another address": "192.0.2.7"}


def certificate(folder: Path, kind: str = "") -> tuple[Path, ssl.SSLContext]:
    """Return a certificate's file and the context of its server; `kind` is what is wrong with it."""
    public = folder / "here.pem"
    private = folder / "here.key"
    begins = datetime.now(UTC) + timedelta(days=_BEGINS_IN_DAYS.get(kind, -1))
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = [
        x509.DNSName(_NAMES.get(kind, "localhost")),
        x509.IPAddress(ipaddress.ip_address(_ADDRESSES.get(kind, "127.0.0.1"))),
    ]
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context
