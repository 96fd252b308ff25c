"""The journey on the system that it is started on, Windows or macOS: `python -m tests.windows.on_this_system`.

A scripted model writes into Notepad (TextEdit) and saves; the file is compared byte for byte. For hosted runners
(packaging/workflows), where there is no Wine and no X server to ask. Exits with 1 when the file holds something else.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fakes.waiting import wait_until

_IS_MAC = sys.platform == "darwin"
_EDITOR = ("open", "-W", "-n", "-a", "TextEdit") if _IS_MAC else ("notepad.exe",)
_KEY, _LINE_END = ("cmd", "\n") if _IS_MAC else ("ctrl", "\r\n")
_MARK = "\ufeff"  # by which Notepad keeps a file in UTF-8
_LETTER = "Grüße from Wine ✓ 漢字 — (a|b) {c} <d> @ 100 %\nsecond line"
_ACTS: tuple[dict[str, object], ...] = (
    {"screenshot": True},
    {"click": [300, 300]},
    {"keys": [_KEY, "a"]},
    {"type": _LETTER},
    {"keys": [_KEY, "s"]},
    {"done": "Saved."},
)
_RUN = (sys.executable, "-m", "desktop_agent", "run", "Write a letter.", "--json", "--dialect", "openai")
_ALONE = ("--mode", "auto", "--approver", "none")


def main() -> int:
    """Write the letter once."""
    folder = Path(tempfile.mkdtemp(prefix="letter-"))
    file = folder / "letter.txt"
    script = folder / "script.json"
    file.write_text(f"{_MARK}old", "utf-8")
    script.write_text(json.dumps({"answers": [{"items": [act]} for act in _ACTS]}), "utf-8")
    os.environ["DESKTOP_AGENT_HOME"] = str(folder / "home")
    editor = subprocess.Popen([*_EDITOR, str(file)])
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.servers.serving", str(script)],
        stdout=subprocess.PIPE, stdin=subprocess.DEVNULL,
        text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        address, token = (server.stdout.readline().split()[-1] for _ in range(2))
        wait_until(lambda: _is_shown(file.stem), "the editor's window")
        done = subprocess.run(
            [*_RUN, *_ALONE, "--base-url", address], env=os.environ | {"DESKTOP_AGENT_API_KEY": token}, check=False,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
    finally:
        server.kill()
        editor.kill()
    right = file.read_bytes() == (_MARK + _LETTER.replace("\n", _LINE_END)).encode()
    sys.stdout.write(f"exit code {done.returncode}, file {'right' if right else repr(file.read_bytes())}\n")
    sys.stdout.write("" if right else f"{done.stderr}\n{done.stdout[-2000:]}\n")
    return 0 if right and not done.returncode else 1


def _is_shown(title: str) -> bool:
    """Tell whether a window has it in its title; true at once where none can be looked up."""
    from desktop_agent.screen.choose import choose_windows
    from desktop_agent.screen.controls.window import NoWindows

    windows = choose_windows()
    return isinstance(windows, NoWindows) or any(title in one.title for one in windows.titled())


if __name__ == "__main__":
    sys.exit(main())
