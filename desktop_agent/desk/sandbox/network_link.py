"""Joins a desk to the hosts that were named for it: the proxy outside, and what is read of it inside.

`/etc` of the desk gets a layer with the browsers' policies and the desk's own authority. The proxy's socket and the
inlet lie in the folder that both sides reach, under the same path.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from desktop_agent.desk.network import inlet
from desktop_agent.desk.network.programs import BUNDLE_FILE, OTHER_BUNDLES, etc_files
from desktop_agent.desk.network.question import GoneWrite, HeldWrite, NetworkStart, WriteVerdict
from desktop_agent.desk.network.start import DeskNetwork
from desktop_agent.desk.sandbox.wire import Wire

_ETC = Path("/etc")
_SEEN_THROUGH = ("hosts",)  # files that a container mounts there, and that a layer would not show


class NetworkLink:
    """The way out of one desk; what is held waits until somebody hears of it."""

    def __init__(self, desk: Path, wire: Wire, hosts: tuple[str, ...]) -> None:
        """Start it, and write what is read inside; DeskError or OSError when that cannot be done."""
        self._guard = threading.Lock()
        self._unheard = list[HeldWrite | GoneWrite]()
        self._hears: Callable[[HeldWrite | GoneWrite], None] | None = None
        wire.network.mkdir(mode=0o700)
        shutil.copyfile(inlet.__file__, wire.inlet)
        self._network = DeskNetwork(NetworkStart(str(desk), str(wire.way_out), hosts), self._told)
        try:
            _write_etc(wire.etc, self._network.ca_pem)
        except BaseException:
            self.close()
            raise

    def hear(self, told: Callable[[HeldWrite | GoneWrite], None]) -> None:
        """Tell what is held from now on, and what is already; on a thread of ours."""
        with self._guard:
            self._hears = told
            for one in self._unheard:
                told(one)
            self._unheard.clear()

    def answer(self, number: int, say: WriteVerdict) -> None:
        """Pass a person's answer on."""
        self._network.answer(number, say)

    def close(self) -> None:
        """Refuse what is held, and let nothing out any longer."""
        self._network.close()

    def _told(self, told: HeldWrite | GoneWrite) -> None:
        with self._guard:
            if self._hears is None:
                self._unheard.append(told)
            else:
                self._hears(told)


def _write_etc(folder: Path, ca_pem: str) -> None:
    bundles = [name for name in (BUNDLE_FILE, *OTHER_BUNDLES) if (_ETC / name).is_file()]
    trusted = (_ETC / bundles[0]).read_bytes() if bundles else b""
    files = etc_files(ca_pem, trusted, frozenset(bundles))
    files |= {name: (_ETC / name).read_bytes() for name in _SEEN_THROUGH if (_ETC / name).is_file()}
    folder.mkdir()
    folder.chmod(0o755)
    for name, content in files.items():
        file = folder / name
        for above in reversed(file.relative_to(folder).parents[:-1]):
            (folder / above).mkdir(exist_ok=True)
            (folder / above).chmod(0o755)
        file.write_bytes(content)
        file.chmod(0o644)
