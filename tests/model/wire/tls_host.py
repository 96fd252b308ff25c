"""A host with a certificate of its own making, run by `.oracle/bin/python`: tls_host.py FD CERTIFICATE.

It says in its answer which version of HTTP was spoken. The certificate is written to CERTIFICATE, its key beside it.
"""

# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201 - the libraries are not in the tests' environment

import asyncio
import datetime as dt
import ipaddress
import json
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypercorn.asyncio import serve
from hypercorn.config import Config


async def app(scope, receive, send):
    """Answer every request with a message that names the version of HTTP."""
    if scope["type"] != "http":
        return
    part = {"type": "output_text", "text": f"HTTP/{scope['http_version']}"}
    response = {"id": "r", "status": "completed", "output": [{"type": "message", "content": [part]}]}
    headers = [(b"content-type", b"application/json")]
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(response).encode()})


def certify(path):
    """Write a certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a test's own")])
    now = dt.datetime.now(dt.UTC)
    day = dt.timedelta(days=1)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(x509.random_serial_number()).not_valid_before(now - day).not_valid_after(now + day)
    signed = built.add_extension(here, critical=False).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    path.with_suffix(".key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    part = path.with_suffix(".part")
    part.write_bytes(signed.public_bytes(pem))
    part.replace(path)  # it is there whole, or not at all


if __name__ == "__main__":
    certificate = Path(sys.argv[2])
    certify(certificate)
    config = Config()
    config.bind = [f"fd://{sys.argv[1]}"]
    config.certfile, config.keyfile = str(certificate), str(certificate.with_suffix(".key"))
    asyncio.run(serve(app, config))
