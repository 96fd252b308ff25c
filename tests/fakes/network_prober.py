"""Tries to get something out of a network: each line on stdin is one try, each line on stdout what it heard.

Run by its path inside of a network of its own, or outside of it to show that a try is real. `network_prober.py PORT
CA_FILE [up]`: the proxy's port, whom to trust, and whether to bring up the loopback first.
"""

import base64
import contextlib
import fcntl
import json
import socket
import ssl
import struct
import sys

PATIENCE_S = 1.0
_UP = 0x8914  # SIOCSIFFLAGS


def main(port: int, trusted: str, *, up: bool) -> None:
    if up:
        with socket.socket() as any_socket:
            fcntl.ioctl(any_socket, _UP, struct.pack("16sh", b"lo", 0x41).ljust(40, b"\0"))
    for line in sys.stdin:
        heard = b""
        try:
            heard = tried(json.loads(line), port, trusted)
        except (OSError, ValueError) as error:
            heard = str(error).encode()
        sys.stdout.write(json.dumps(heard[:200].decode("latin-1")) + "\n")
        sys.stdout.flush()


def tried(probe: dict[str, object], port: int, trusted: str) -> bytes:
    data = base64.b64decode(str(probe.get("data", "")))
    match probe["way"]:
        case "proxy":
            return by_proxy(data, str(probe["host"]), str(probe.get("server_name") or probe["host"]), port, trusted)
        case "tcp":
            with socket.create_connection((str(probe["host"]), int(str(probe["port"]))), PATIENCE_S) as connection:
                return exchanged(connection, data)
        case "udp":
            return by_udp(data, str(probe["host"]), int(str(probe["port"])))
        case "abstract":
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(PATIENCE_S)
                connection.connect("\0" + str(probe["host"]))
                return exchanged(connection, data)
        case _:
            found = socket.getaddrinfo(str(probe["host"]), 443)
            return str(found).encode()


def by_proxy(data: bytes, host: str, server_name: str, port: int, trusted: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as connection:
        if not host:
            return exchanged(connection, data)
        connection.sendall(f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n".encode())
        answer = connection.recv(65536)
        if b" 200 " not in answer[:20]:
            return answer
        context = ssl.create_default_context(cafile=trusted)
        context.check_hostname = False
        with context.wrap_socket(connection, server_hostname=server_name) as inner:
            return exchanged(inner, data)


def exchanged(connection: socket.socket, data: bytes) -> bytes:
    heard = b""
    connection.settimeout(PATIENCE_S)
    connection.sendall(data)
    with contextlib.suppress(OSError):
        while piece := connection.recv(65536):
            heard += piece
    return heard


def by_udp(data: bytes, host: str, port: int) -> bytes:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as connection:
        connection.settimeout(PATIENCE_S)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        connection.sendto(data, (host, port))
        return connection.recv(65536)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], up="up" in sys.argv[3:])
