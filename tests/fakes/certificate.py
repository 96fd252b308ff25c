"""A certificate of a test's own for this computer, made by openssl."""

import ssl
import subprocess
from pathlib import Path

_NAMES = "subjectAltName=DNS:localhost,IP:127.0.0.1"


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    public = folder / "here.pem"
    private = folder / "here.key"
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
    subprocess.run(
        ["openssl", "req", *kind, "-subj", "/CN=localhost", "-addext", _NAMES, "-keyout", private, "-out", public],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context
