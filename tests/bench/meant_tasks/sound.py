"""Tasks in programs for sound and films."""

from pathlib import Path

from tests.bench.meant_tasks.documents import lines, sound_length, tone
from tests.bench.meant_tasks.task import DESKCRAFT, OSWORLD, Task

_CLIP = "Documents/delete_test.wav"


def _player(home: Path) -> None:
    """Put VLC into the home: it refuses root, unless the call by which it looks is another."""
    own = home / "bin/vlc"
    own.parent.mkdir()
    own.write_bytes(Path("/usr/bin/vlc").read_bytes().replace(b"geteuid", b"getppid"))
    own.chmod(0o755)
    lines(home / ".config/vlc/vlcrc", ("[qt]", "qt-privacy-ask=0"))


def _setting(home: Path, name: str) -> str:
    kept = (home / ".config/vlc/vlcrc").read_text().splitlines()
    return next((line.partition("=")[2] for line in kept if line.startswith(f"{name}=")), "")


def _recording_there(home: Path) -> bool:
    return _setting(home, "input-record-path") == str(home / "Desktop")


def _no_cone(home: Path) -> bool:
    return _setting(home, "qt-bgcone") == "0"


def _clip(home: Path) -> None:
    _no_clip(home)
    tone(home / _CLIP, 10)


def _cut(home: Path) -> bool:
    return abs(sound_length(home / "Documents/exports/deleted.wav") - 8) < 0.2


def _no_clip(home: Path) -> None:
    (home / "Documents/exports").mkdir(parents=True)
    # Else it keeps unsaved projects where the next one finds and offers them.
    lines(home / ".config/audacity/audacity.cfg", ("[Directories]", f"TempDir={home}/sounds"))


_AUDACITY = ("audacity=everything", "files:~/Documents")
TASKS = (
    Task(
        25, "vlc_recordings", OSWORLD, "vlc/8ba5ae7a-5ae5-4eab-9fcc-5dd4fe3abf89",
        "Set the folder for recordings", ("~/bin/vlc",), "VLC", ("vlc=everything", "files:~/Desktop"),
        _recording_there, _player,
    ),
    Task(
        26, "vlc_cone", OSWORLD, "vlc/215dfd39-f493-4bc3-a027-8a97d72c61bf",
        "Have no cone in the window", ("~/bin/vlc",), "VLC", ("vlc=everything", "files:~/Desktop"), _no_cone, _player,
    ),
    Task(
        27, "audacity_delete", DESKCRAFT, "audacity/L1_audacity_a1b00003-0003-4000-8000-000000000003",
        "Cut two seconds out of a sound", ("audacity", f"~/{_CLIP}"), "^delete_test$", _AUDACITY, _cut, _clip,
    ),
)  # fmt: skip
