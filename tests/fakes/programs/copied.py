"""What the person has copied and marked: both selections of a display in several formats."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.orders import Orders
from tests.fakes.programs.apps import end

SECRETS = {"clipboard": "copied-by-the-person-4711", "primary": "marked-by-the-person-0815"}
# What every owner answers about itself.
_NOT_CONTENT = {"TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE"}

Formats = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Copied:
    display: PrivateDisplay
    owner: Orders

    def renew(self) -> dict[str, Formats]:
        if {name: self._read(name, "UTF8_STRING") for name in SECRETS} != {
            name: secret.encode() for name, secret in SECRETS.items()
        }:
            self.owner.ask("own")
        return self.formats()

    def formats(self) -> dict[str, Formats]:
        return {name: self._formats(name) for name in SECRETS}

    def _formats(self, selection: str) -> Formats:
        targets = self._read(selection, "TARGETS").decode().split()
        return {target: self._read(selection, target) for target in targets if target not in _NOT_CONTENT}

    def _read(self, selection: str, target: str) -> bytes:
        command = ["xclip", "-selection", selection, "-o", "-t", target]
        done = subprocess.run(command, env=self.display.environment(), capture_output=True, check=False, timeout=60)
        return done.stdout if done.returncode == 0 else b""


@contextmanager
def copied(display: PrivateDisplay) -> Iterator[Copied]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.programs.copied"], env=display.environment(), cwd=Path(__file__).parents[3],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            yield Copied(display, Orders(process))
        finally:
            end(process)


def main() -> None:
    from PySide6.QtCore import QByteArray, QMimeData, QSocketNotifier
    from PySide6.QtGui import QClipboard, QGuiApplication

    app = QGuiApplication(sys.argv)

    def own() -> None:
        if not sys.stdin.readline():
            app.quit()
            return
        for name, mode in (("clipboard", QClipboard.Mode.Clipboard), ("primary", QClipboard.Mode.Selection)):
            content = QMimeData()
            content.setText(SECRETS[name])
            content.setHtml(f"<b>{SECRETS[name]}</b>")
            content.setData("application/x-of-the-person", QByteArray(bytes(range(256)) * 40))
            app.clipboard().setMimeData(content, mode)
        sys.stdout.write(f"{json.dumps({'owned': True})}\n")
        sys.stdout.flush()

    orders = QSocketNotifier(0, QSocketNotifier.Type.Read)
    orders.activated.connect(own)
    app.exec()


if __name__ == "__main__":
    main()
