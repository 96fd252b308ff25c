"""What gets out of a desk's network unasked, by the logs of the servers outside: `python -m tests.bench.desk_network`.

A hundred probes of seven kinds are tried inside of a desk that may reach two hosts, with its inlet and its proxy and a
person who says nothing. Every second probe of a kind is in the half that was built on, the others are measured.
To show that they are real, all are tried once more without a desk and by a proxy that passes everything on. At the
end: what a read costs by this way, beside one that goes to the host at once.
"""

from __future__ import annotations

import contextlib
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop_agent.desk.network import inlet
from desktop_agent.desk.network.inlet import PORT
from desktop_agent.lib.child_process import ChildProcess
from tests.fakes import network_prober, timed_reads
from tests.fakes.desk_prober import Prober, prober_on
from tests.fakes.desk_way_out import DeskWayOut, head_of
from tests.fakes.joined_desks import joined_desk
from tests.fakes.waiting import wait_until
from tests.fakes.web_hosts import Arrived, WebHosts, certificates
from tests.hostile.network_probes import BELOW, INSIDE, NAMED, OTHER, SCOPE, NetworkProbe, probes

_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_SETTLE_S = 0.15
_TIMES, _TIMES_NEW = 300, 60


class Outside:
    """What listens outside of a desk: hosts, and a TCP, a UDP and an abstract socket that take anything."""

    def __init__(self) -> None:
        self.hosts = WebHosts((NAMED, BELOW, OTHER, INSIDE))
        for port in (80, 443):
            self.hosts.lead("127.0.0.1", port, INSIDE)
        self.hosts.numbers[INSIDE] = ["127.0.0.1"]
        self.heard: list[str] = []
        self.abstract = f"desk-network-{id(self)}"
        tcp = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        udp.bind(("::", 0))
        unix = socket.socket(socket.AF_UNIX)
        unix.bind("\0" + self.abstract)
        unix.listen()
        self.tcp, self.udp = tcp.getsockname()[1], udp.getsockname()[1]
        for loop in (lambda: self._take(tcp), lambda: self._take(unix), lambda: self._hear(udp)):
            threading.Thread(target=loop, daemon=True).start()

    def unasked(self) -> int:
        """Return how much has come that no read of a named host is."""
        return len(self.heard) + sum(_counts(one) for one in self.hosts.arrived)

    def _take(self, listener: socket.socket) -> None:
        while True:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                connection.settimeout(2)
                if connection.recv(65536):
                    self.heard.append("a connection")

    def _hear(self, udp: socket.socket) -> None:
        while udp.recv(65536):
            self.heard.append("a packet")


def main() -> int:
    """Print the tables; return 0 when nothing got out unasked."""
    outside = Outside()
    own = certificates((NAMED, BELOW, OTHER, INSIDE))
    tries = probes(outside.tcp, outside.udp, outside.abstract, own_address())
    with tempfile.TemporaryDirectory() as folder:
        with joined_desk(Path(folder), SCOPE, outside.hosts) as (desk, out):
            with prober_on(desk, PORT, out.authority.pem.encode() + own) as prober:
                got_out = _tried(prober, tries, outside)
            asked = len(out.asked)
        with DeskWayOut(Path(folder), SCOPE, outside.hosts) as out:
            trusted = Path(folder) / "trusted.pem"
            trusted.write_bytes(out.authority.pem.encode() + own)
            with _passing(outside.hosts) as port, _prober(port, trusted) as prober:
                real = _tried(prober, tries, outside)
            _print(tries, got_out, real, asked)
            _print_cost(out, trusted)
    return 1 if any(got_out) else 0


def _tried(prober: Prober, tries: Sequence[NetworkProbe], outside: Outside) -> list[bool]:
    reached = []
    for probe in tries:
        before = outside.unasked()
        prober.tell(probe)
        with contextlib.suppress(AssertionError):
            wait_until(lambda: outside.unasked() > before, within_s=_SETTLE_S)  # noqa: B023 - called at once
        reached.append(outside.unasked() > before)
    return reached


def _counts(came: Arrived) -> bool:
    odd = came.host in {OTHER, INSIDE} or came.method not in _READS or bool(came.body)
    fields = ("upgrade", "x-http-method-override", "x-http-method", "sec-websocket-key")
    fronted = set(came.value("host")) != {came.host}  # a server that goes by this name takes it for another
    return odd or fronted or any(came.value(name) for name in fields) or "://" in came.first


@contextlib.contextmanager
def _prober(port: int, trusted: Path) -> Iterator[Prober]:
    command = [sys.executable, "-I", network_prober.__file__, str(port), str(trusted)]
    with ChildProcess(command, requests=True) as process:
        yield Prober(process.requests, process.output)


@contextlib.contextmanager
def _passing(hosts: WebHosts) -> Iterator[int]:
    """Yield the port of a proxy that passes everything on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_pass_all, args=(listener, hosts), daemon=True).start()
        yield listener.getsockname()[1]


def _pass_all(listener: socket.socket, hosts: WebHosts) -> None:
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=_pass, args=(connection, hosts), daemon=True).start()


def _pass(connection: socket.socket, hosts: WebHosts) -> None:
    with connection, contextlib.suppress(OSError, ValueError, IndexError):
        head = head_of(connection)
        target = head.split(b" ")[1].decode()
        name, _, port = target.split("//")[-1].split("/")[0].partition(":")
        number = hosts.look_up(name)[0] if name in hosts.numbers else name.strip("[]")
        known = name in hosts.numbers
        there = hosts.dial(number, int(port or 80)) if known else socket.create_connection((number, int(port)), 1)
        with there:
            if head.startswith(b"CONNECT"):
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            else:
                there.sendall(head)
            threading.Thread(target=_carry, args=(there, connection), daemon=True).start()
            _carry(connection, there)


def _carry(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := one.recv(65536):
            other.sendall(piece)
        other.shutdown(socket.SHUT_WR)


def _print(tries: Sequence[NetworkProbe], got_out: Sequence[bool], real: Sequence[bool], asked: int) -> None:
    kinds = list(dict.fromkeys(probe.kind for probe in tries))
    at = Counter[str]()
    halves: dict[tuple[str, bool], list[int]] = {}
    for number, probe in enumerate(tries):
        halves.setdefault((probe.kind, at[probe.kind] % 2 == 1), []).append(number)
        at[probe.kind] += 1
    print(f"{'kind':22}{'built on':>10}{'got out':>9}{'measured':>10}{'got out':>9}{'real':>7}")
    for kind in kinds:
        built, measured = halves[kind, False], halves[kind, True]
        row = (len(built), sum(got_out[one] for one in built), len(measured), sum(got_out[one] for one in measured))
        print(f"{kind:22}{row[0]:10}{row[1]:9}{row[2]:10}{row[3]:9}{sum(real[one] for one in built + measured):7}")
    print(
        f"{len(tries)} probes, {sum(got_out)} got out unasked, {sum(real)} do without a desk; {asked} questions asked"
    )
    for number, probe in enumerate(tries):
        if got_out[number]:
            print("GOT OUT:", probe)
        elif not real[number]:
            print("does nothing without a desk either:", probe.kind, probe.way, probe.host, probe.data[:60])


def _print_cost(out: DeskWayOut, trusted: Path) -> None:
    port = out.hosts.port(NAMED, 443)
    with ChildProcess([sys.executable, "-I", inlet.__file__, str(out.socket), "0"]) as process:
        way = int(process.first_line(60))
        for words, times in (("kept", _TIMES), ("new", _TIMES_NEW)):
            took: dict[int, list[float]] = {0: [], way: []}
            for proxy in (0, way, 0, way):
                command = (NAMED, port, proxy, trusted, times, words)
                took[proxy] += json.loads(
                    subprocess.check_output([sys.executable, timed_reads.__file__, *map(str, command)])
                )
            direct, through = statistics.median(took[0]), statistics.median(took[way])
            print(
                f"a read, {words} connection: {direct:.2f} ms direct, {through:.2f} ms by the desk's way out (median)"
            )
        process.kill()


def own_address() -> str:
    """Return an address of this computer that is not the loopback's, if it has one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        try:
            udp.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.2"
        return str(udp.getsockname()[0])


if __name__ == "__main__":
    sys.exit(main())
