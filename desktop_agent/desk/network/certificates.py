"""The certificate authority of one desk: made at its start, held in memory, and limited to the desk's hosts.

Only the programs on the desk trust its certificate. The private keys are never written to disk: OpenSSL, which reads
keys from files only, gets a nameless file in memory.
"""

from __future__ import annotations

import os
import ssl
import threading
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from desktop_agent.desk.network.hosts import HostScope

_VALID = timedelta(days=7)
_MOST_KEPT = 256


class DeskAuthority:
    """Issues certificates for the hosts of the scope; thread-safe."""

    def __init__(self, scope: HostScope) -> None:
        """Make the keys and the authority's certificate."""
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._host_key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("Desktop Agent, this desk only")
        self._certificate = self._authority_certificate(scope)
        self._contexts = dict[str, ssl.SSLContext]()
        self._guard = threading.Lock()

    @property
    def pem(self) -> str:
        """The authority's certificate, in PEM."""
        return self._certificate.public_bytes(serialization.Encoding.PEM).decode()

    def context(self, host: str) -> ssl.SSLContext:
        """Return the TLS context for connections to this host; it rejects other server names."""
        with self._guard:
            if host not in self._contexts:
                if len(self._contexts) >= _MOST_KEPT:
                    self._contexts.clear()
                self._contexts[host] = self._new_context(host)
            return self._contexts[host]

    def _new_context(self, host: str) -> ssl.SSLContext:
        def check(_: ssl.SSLObject, server_name: str | None, __: ssl.SSLContext) -> int | None:
            return (
                None if server_name is None or server_name.lower() == host else ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
            )

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        context.sni_callback = check
        pem = self._host_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        memory = os.memfd_create("certificate", os.MFD_CLOEXEC)
        try:
            os.write(
                memory, pem + self._host_certificate(host).public_bytes(serialization.Encoding.PEM) + self.pem.encode()
            )
            context.load_cert_chain(f"/proc/self/fd/{memory}")
        finally:
            os.close(memory)
        return context

    def _authority_certificate(self, scope: HostScope) -> x509.Certificate:
        usage = x509.KeyUsage(
            digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        permitted = [x509.DNSName(name) for name in sorted(scope.names | scope.below)]
        builder = (
            _builder(self._name, self._name, self._key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
        )
        if permitted:
            builder = builder.add_extension(x509.NameConstraints(permitted, None), critical=True)
        return builder.sign(self._key, hashes.SHA256())

    def _host_certificate(self, host: str) -> x509.Certificate:
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        return (
            # The subject holds at most 64 characters; clients check the alternative name.
            _builder(_name("a host of this desk"), self._name, self._host_key)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(issuer, critical=False)
            .sign(self._key, hashes.SHA256())
        )


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + _VALID)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
