"""The inlet as it runs on a desk: a program of its own, in a network of its own, joined to a socket of the folder."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.network import inlet
from desktop_agent.lib.child_process import ChildProcess
from tests.fakes.desk_way_out import DeskWayOut

NAMED, OTHER = "shop.example.org", "other.example.net"
_WITHOUT_NETWORK = ("unshare", "--user", "--map-root-user", "--net", "sh", "-c")

# SIOCSIFFLAGS: up and running, as bubblewrap does it.
_RAISE_LOOPBACK = (
    "import fcntl, socket, struct; "
    'fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh", b"lo", 0x41).ljust(40, b"\\0"))'
)


@contextmanager
def inlet_to(way_out: Path) -> Iterator[int]:
    with ChildProcess([sys.executable, "-I", inlet.__file__, str(way_out), "0"]) as process:
        yield int(process.first_line(60))
        process.kill()


def curl(port: int, out: DeskWayOut, *words: str) -> subprocess.CompletedProcess[bytes]:
    trusted = out.folder / "ca.pem"
    trusted.write_text(out.authority.pem)
    through = ["-x", f"http://127.0.0.1:{port}", "--cacert", str(trusted)]
    command = ["curl", "-sS", "--noproxy", "", "--max-time", "60", *through, *words]
    return subprocess.run(command, capture_output=True, check=False)


def test_curl_reads_through_it_and_its_writes_are_held(out: DeskWayOut) -> None:
    out.say = lambda held: "once" if held.path == "/yes" else "no"
    upload = out.folder / "upload"
    upload.write_bytes(b"0123456789abcdef" * 100_000)
    with inlet_to(out.socket) as port:
        got = curl(port, out, f"https://{NAMED}/a", f"https://{NAMED}/b", f"http://{NAMED}/c")
        sent = curl(port, out, "-d", "a=1", f"https://{NAMED}/yes")
        chunked = curl(port, out, "-H", "Transfer-Encoding: chunked", "-T", str(upload), f"https://{NAMED}/yes")
        refused = curl(port, out, "-f", "-X", "DELETE", f"https://{NAMED}/no")
        elsewhere = curl(port, out, f"https://{OTHER}/")

    assert (b"hellohellohello", b"hello", b"hello") == (got.stdout, sent.stdout, chunked.stdout)
    assert b"403" in refused.stderr
    assert b"403" in elsewhere.stderr
    assert [("GET", 0), ("GET", 0), ("GET", 0), ("POST", 3), ("PUT", 1_600_000)] == [
        (one.method, len(one.body)) for one in out.hosts.arrived
    ]


def test_it_needs_no_network_but_its_own(out: DeskWayOut) -> None:
    """In a network namespace of its own nothing but the inlet leads out."""
    if subprocess.run([*_WITHOUT_NETWORK, "true"], capture_output=True, check=False).returncode:
        pytest.skip("network namespaces are not allowed here")
    script = (
        f"{sys.executable} -Ic '{_RAISE_LOOPBACK}'; "
        f"{sys.executable} -I {inlet.__file__} {out.socket} 3128 >ready & "
        "while [ ! -s ready ]; do sleep 0.02; done; "
        f"curl -sS -x http://127.0.0.1:3128 http://{NAMED}/in; echo; "
        f"curl -sS --noproxy '*' --max-time 20 http://93.184.216.10/direct; echo $?; kill $!"
    )
    done = subprocess.run([*_WITHOUT_NETWORK, script], capture_output=True, check=False, cwd=out.folder, timeout=120)

    assert [b"hello", b"7"] == done.stdout.split()  # curl's word for "could not connect"
    assert ["GET /in HTTP/1.1"] == [one.first for one in out.hosts.arrived]
