"""GNOME's settings as far as the extension goes: the program that reads and writes them, on one file."""

from pathlib import Path

EXTENSION = ".local/share/gnome-shell/extensions/windows@desktop-agent"
_GSETTINGS = """#!/bin/sh
[ "$2 $3" = "org.gnome.shell enabled-extensions" ] || exit 1
if [ "$1" = get ]; then cat "$HOME/enabled"; else printf '%s\\n' "$4" >"$HOME/enabled"; fi
"""


def stored_settings(home: Path, enabled: str = "@as []") -> Path:
    """Store the list of extensions that are on in the file `enabled` of a home; return the folder of `gsettings`."""
    program = home / "bin" / "gsettings"
    program.parent.mkdir()
    program.write_text(_GSETTINGS, encoding="utf-8")
    program.chmod(0o755)
    (home / "enabled").write_text(f"{enabled}\n", encoding="utf-8")
    return program.parent
