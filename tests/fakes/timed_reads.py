"""Reads from a host again and again and prints what each took, in ms: `timed_reads.py HOST PORT PROXY CA TIMES NEW`.

PORT is the host's own on loopback, PROXY that of a desk's way out (0: none). NEW: a connection for each read.
"""

import http.client
import json
import socket
import ssl
import sys
import time


class Direct(http.client.HTTPSConnection):
    """Goes to a port on loopback, whatever the name."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext) -> None:
        super().__init__(host, 443, context=context, timeout=60)
        self._at, self._trust = port, context

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self._at), 60)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = self._trust.wrap_socket(plain, server_hostname=self.host)


def opened(host: str, port: int, proxy: int, trusted: str) -> http.client.HTTPSConnection:
    context = ssl.create_default_context(cafile=trusted)
    if not proxy:
        return Direct(host, port, context)
    connection = http.client.HTTPSConnection("127.0.0.1", proxy, context=context, timeout=60)
    connection.set_tunnel(host, 443)
    return connection


def main(host: str, port: int, proxy: int, trusted: str, times: int, *, new: bool) -> None:
    took = []
    connection = opened(host, port, proxy, trusted)
    for _ in range(times):
        began = time.perf_counter()
        connection.request("GET", "/read")
        connection.getresponse().read()
        took.append((time.perf_counter() - began) * 1000)
        if new:
            connection.close()
            connection = opened(host, port, proxy, trusted)
    connection.close()
    sys.stdout.write(json.dumps(took))


if __name__ == "__main__":
    host, port, proxy, trusted, times, new = sys.argv[1:]
    main(host, int(port), int(proxy), trusted, int(times), new=new == "new")
