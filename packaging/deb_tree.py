"""Make an environment under usr/lib/desktop-agent into the tree of a Debian package; `deb.sh` calls it with its Python.

Takes the tree and the folder `packaging`. Takes out what is never opened, adds what other programs look for in
/usr/share, and writes what dpkg reads.
"""

from __future__ import annotations

import gzip
import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from email.utils import format_datetime
from importlib.metadata import Distribution
from pathlib import Path

from slim import licence, slim

from desktop_agent.cli.completion import script
from desktop_agent.core.version import __version__
from desktop_agent.installation import DISTRIBUTION
from desktop_agent.runtime.desktop.installed_files import menu_files

HOME = "usr/lib/desktop-agent"
TEXT = "Let a language model work your real computer, under your eyes"
LONG_TEXT = """\
 It looks at the screen, asks a model what to do next, and clicks and types.
 Before anything that matters it asks; a hand on the mouse takes over, and one
 key stops it."""
MAINTAINER = os.environ.get("DEB_MAINTAINER", "Desktop Agent <desktop-agent@users.noreply.github.com>")
# In a folder such as usr/share, where each shell looks for what packages bring.
COMPLETIONS = {
    "bash": "bash-completion/completions/desktop-agent",
    "zsh": "zsh/vendor-completions/_desktop-agent",
    "fish": "fish/vendor_completions.d/desktop-agent.fish",
}
# Wheels are carried as they were hashed: with the libraries that they bring, found by their own paths, some unstripped.
OVERRIDES = (
    "embedded-library", "unstripped-binary-or-object", "custom-library-search-path",
    "library-not-linked-against-libc", "extra-license-file", "package-contains-documentation-outside-usr-share-doc",
)  # fmt: skip
START = """#!/bin/sh
exec /usr/lib/desktop-agent/bin/python3 -P -m desktop_agent "$@"
"""
COMPILE = """#!/bin/sh
set -e
if [ "$1" = configure ]; then
    /usr/lib/desktop-agent/bin/python3 -m compileall -q -j 0 /usr/lib/desktop-agent/lib >/dev/null 2>&1 || true
fi
"""
# What users' homes hold is theirs, so a removal leaves it there (Debian Policy, 6.8). Whoever removes the package is
# told so before the command that removes it is gone.
FORGET = """#!/bin/sh
set -e
if [ "$1" = remove ]; then
    echo "Records, keys and tasks of Desktop Agent stay in the homes of those who have used it. To remove them," \
         "each runs, while the package is installed: desktop-agent setup --remove --everything"
fi
find "${DPKG_ROOT:-}/usr/lib/desktop-agent" -name __pycache__ -type d -prune -exec rm -rf '{}' +
"""


def main() -> None:
    """Do all of it."""
    tree = Path(sys.argv[1])
    packaging = Path(sys.argv[2])
    packages = next((tree / HOME).glob("lib/python3*/site-packages"))
    found = slim(packages)
    ours = next(packages.glob(f"{DISTRIBUTION.replace('-', '_')}-*.dist-info"))
    # By this the program knows that nothing can be added to it (desktop_agent/installation.py).
    put(ours / "INSTALLER", b"dpkg\n")
    # What pip wrote for itself tells the folder of this build; what is removed is dpkg's business.
    for record in (ours / "direct_url.json", *packages.glob("*.dist-info/RECORD")):
        record.unlink()
    make_movable(tree / HOME)
    share(tree / "usr" / "share", packaging, found)
    control(tree, packaging)


def make_movable(home: Path) -> None:
    """Keep the interpreter and the program's own script, both with the paths they will have."""
    for file in (home / "bin").iterdir():
        if not file.name.startswith("python") and file.name != "desktop-agent":
            file.unlink()
    # Not the script that pip makes: its first line may name only the interpreters that Debian knows.
    put(home / "bin" / "desktop-agent", START.encode(), mode=0o755)
    settings = home / "pyvenv.cfg"
    kept = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith("command")]
    settings.write_text("\n".join((*kept, "")), "utf-8")


def share(folder: Path, packaging: Path, found: list[Distribution]) -> None:
    """Write what goes below usr/share: the menu entry, the icon, completions, and the papers of the package."""
    for path, content in menu_files(("desktop-agent", "tray")).items():
        put(folder / path, content)
    for shell, place in COMPLETIONS.items():
        put(folder / place, script(shell).encode())
    doc = folder / "doc" / "desktop-agent"
    own = (packaging.parent / "LICENSE").read_text("utf-8")
    lines = [f" {one.name} {one.version}: {licence(one)}" for one in found if one.name != DISTRIBUTION]
    told = "Carried under /usr/lib/desktop-agent, each with its licence in its own .dist-info folder:"
    lesser = "The GNU Lesser General Public License is in /usr/share/common-licenses/LGPL-3 and LGPL-2.1."
    put(doc / "copyright", "\n".join((own.rstrip(), "", told, *lines, "", lesser, "")).encode())
    stamp = format_datetime(datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC))
    news = f"desktop-agent ({version()}) unstable; urgency=medium\n\n  * See the project's CHANGELOG.\n\n"
    put(doc / "changelog.Debian.gz", gzip.compress(f"{news} -- {MAINTAINER}  {stamp}\n".encode(), 9, mtime=0))
    overrides = "".join(f"desktop-agent: {tag} *\n" for tag in OVERRIDES)
    put(folder / "lintian" / "overrides" / "desktop-agent", overrides.encode())
    program = folder.parent / "bin" / "desktop-agent"
    program.parent.mkdir()
    program.symlink_to("../lib/desktop-agent/bin/desktop-agent")


def control(tree: Path, packaging: Path) -> None:
    """Write what dpkg reads: name, relations and the three scripts."""
    python = sys.version_info.minor
    following = sys.version_info.minor + 1
    needs = ["libc6", f"python3 (>= 3.{python})", f"python3 (<< 3.{following})", *listed(packaging, "runtime_packages")]
    helps = [name for kind in ("demo", "desk", "film", "font") for name in listed(packaging, f"{kind}_packages")]
    size = sum(file.lstat().st_size for file in tree.rglob("*") if not file.is_dir()) // 1024
    machine = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout
    fields = {
        "Package": "desktop-agent",
        "Version": version(),
        "Architecture": machine.strip(),
        "Maintainer": MAINTAINER,
        "Installed-Size": str(size),
        "Depends": ", ".join(needs),
        "Recommends": ", ".join(helps),
        "Section": "utils",
        "Priority": "optional",
        "Description": f"{TEXT[0].lower()}{TEXT[1:]}\n{LONG_TEXT}",
    }
    put(tree / "DEBIAN" / "control", "".join(f"{name}: {value}\n" for name, value in fields.items()).encode())
    put(tree / "DEBIAN" / "postinst", COMPILE.encode(), mode=0o755)
    put(tree / "DEBIAN" / "prerm", FORGET.encode(), mode=0o755)


def listed(packaging: Path, name: str) -> list[str]:
    """Return one of the set-up script's lists of packages; a bar stands between the names of different releases."""
    text = (packaging / "setup.sh").read_text("utf-8")
    found = re.search(rf"^{name}='([^']*)'", text, re.MULTILINE)
    return [word.replace("|", " | ") for word in found[1].split()] if found else []


def version() -> str:
    """Return the package's version, which names the release that it was made on."""
    release = platform.freedesktop_os_release()
    return f"{__version__}-1~{release['ID']}{release.get('VERSION_ID', '')}"


def put(file: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write one file of the tree."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    file.chmod(mode)


if __name__ == "__main__":
    main()
