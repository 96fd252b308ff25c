"""A release, step by step; the workflow that makes one calls these, and `dry-run` calls all of them.

    python packaging/release.py notes v0.2.0      what has changed; fails where the program is another version
    python packaging/release.py python            wheel and source archive, and the list of what is in them (CycloneDX)
    python packaging/release.py package RELEASE   a package for debian12, debian13 or ubuntu24.04, made in a bare system
                                                  of that release and tried in another one; as root
    python packaging/release.py bundle            a folder for other systems, made on Debian 12 in the same way; as root
    python packaging/release.py finish            the entry for the MCP registry, the apt repository, and checksums
    python packaging/release.py dry-run           all of it on this computer, and what would be published; as root

Files come into `dist`, the apt repository into `site`. APT_KEY signs it (packaging/apt_repository.sh).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from email import message_from_string
from email.message import Message
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
DIST = ROOT / "dist"
SITE = ROOT / "site"
RELEASES = ("debian12", "debian13", "ubuntu24.04")
BUNDLE = "desktop-agent-linux.tar.gz"
CHECKSUMS = "SHA256SUMS"
ENTRY = "server.json"


def notes(tag: str, version: str, changelog: str) -> str:
    """Return the section of a version; ValueError where the tag is of another, or nothing is told of it."""
    if tag != f"v{version}":
        raise ValueError(f"The tag is {tag}, and the program's version is {version}.")
    section = re.search(rf"^## \[{re.escape(version)}\] - (.+)\n+((?s:.*?))(?=^## |\Z)", changelog, re.MULTILINE)
    if section is None or not section[2].strip():
        raise ValueError(f"CHANGELOG.md tells nothing of {version}.")
    if section[1] == "Unreleased":
        raise ValueError(f"CHANGELOG.md has no date for {version}.")
    return section[2].strip() + "\n"


def python() -> None:
    """Build the wheel and the source archive, list what the program is made of, and try the wheel in an environment."""
    DIST.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tools = environment(Path(folder) / "tools", "build.lock", "release.lock")
        run(tools, "-m", "hatchling", "build", "-d", DIST, cwd=ROOT)
        if dead := dead_links_of(newest("*.whl")):
            raise ValueError(f"The page on the index has links that lead nowhere: {', '.join(dead)}")
        bill = DIST / "desktop-agent.cdx.json"
        lock = PACKAGING / "requirements.lock"
        run(tools, "-m", "cyclonedx_py", "requirements", lock, "--output-reproducible", "-o", bill)
        check_bill(json.loads(bill.read_text("utf-8")), lock.read_text("utf-8"))
        used = environment(Path(folder) / "used", "requirements.lock")
        run(used, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", newest("*.whl"))
        run(used.with_name("watched-desktop-agent"), "--version")


def metadata_of(wheel: Path) -> Message:
    """Return the fields of a wheel's metadata; its text is the page on the index."""
    with zipfile.ZipFile(wheel) as opened:
        name = next(name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_string(opened.read(name).decode())


def source_of(fields: Message) -> str:
    """Return the address where the sources are published."""
    urls = dict(url.split(", ", 1) for url in fields.get_all("Project-URL", []))
    return urls["Source"]


def dead_links_of(wheel: Path) -> list[str]:
    """Return the links of a wheel's page that lead nowhere."""
    fields = metadata_of(wheel)
    links = re.findall(r"\]\(([^)\s]+)\)", str(fields.get_payload()))
    tag = re.escape(f"v{fields['Version']}")
    files = re.compile(rf"{re.escape(source_of(fields))}/(?:raw|blob)/{tag}/([^#]+)")
    named = [(link, files.match(link)) for link in links]
    inside = [link for link, file in named if file is not None and not (ROOT / file[1]).exists()]
    return inside + [link for link, file in named if file is None and not re.match(r"https?://|mailto:|#", link)]


def check_bill(bill: Mapping[str, Any], lock: str) -> None:
    """Raise ValueError unless the bill of materials has every package of the lock, each with its hashes."""
    hashed = {(part["name"], part["version"]) for part in bill["components"] if part.get("externalReferences")}
    locked = set(re.findall(r"^([\w.-]+)==([\w.+!]+)", lock, re.MULTILINE))
    if hashed != locked:
        raise ValueError(f"The bill of materials and the lock differ: {hashed ^ locked}")


def package(release: str) -> None:
    """Make the package for a release in a bare system of that release, and try it in another one."""
    for file in made_in_bare_system(release, "sh packaging/setup.sh deb /srv/made", "*.deb"):
        run("sh", PACKAGING / "deb_test.sh", file)


def bundle() -> None:
    """Make the folder with a Python in it, on Debian 12, and try it on a bare system without a Python."""
    make = """
        apt-get -qq update
        apt-get install -yqq --no-install-recommends >/dev/null 2>&1 \\
          python3-venv libpython3.11 binutils libglib2.0-0 libbrotli1
        sh packaging/recipes/one-folder.sh
        mkdir -p /srv/made
        tar -czf /srv/made/NAME -C dist desktop-agent
    """
    (file,) = made_in_bare_system("debian12", make.replace("NAME", BUNDLE), BUNDLE)
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        run("sh", PACKAGING / "deb_test.sh", Path(folder) / "desktop-agent")


def made_in_bare_system(release: str, script: str, pattern: str) -> Sequence[Path]:
    """Run a script in the committed sources, in a bare system; take what it leaves in /srv/made into `dist`."""
    DIST.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as share:
        Path(share).chmod(0o755)
        source = Path(share) / "source"
        source.mkdir()
        committed = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", source], input=committed, check=True)
        stamp = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.strip()
        script = f"export SOURCE_DATE_EPOCH={stamp}\ncd /srv/source\n{script}\n"
        subprocess.run(["sh", PACKAGING / "bare.sh", release, share], input=script.encode(), check=True)
        made = sorted((Path(share) / "made").glob(pattern))
        return [Path(shutil.copy(file, DIST)) for file in made]


def finish() -> None:
    """Write what goes with the files: the entry for the MCP registry, the apt repository, and checksums."""
    for file in DIST.glob("*~*"):
        # A forge writes these signs otherwise, and the checksums are of the names that people get.
        file.rename(file.with_name(file.name.replace("~", ".")))
    entry = json.loads((PACKAGING / ENTRY).read_text("utf-8"))
    if {entry["version"], entry["packages"][0]["version"]} != {version()}:
        raise ValueError(f"{ENTRY} is of another version than {version()}.")
    shutil.copy(PACKAGING / ENTRY, DIST)
    shutil.rmtree(SITE, ignore_errors=True)
    run("sh", PACKAGING / "apt_repository.sh", SITE, *sorted(DIST.glob("*.deb")))
    files = sorted(file for file in DIST.iterdir() if file.is_file() and file.name != CHECKSUMS)
    (DIST / CHECKSUMS).write_text("".join(f"{sha256(file)}  {file.name}\n" for file in files), "utf-8")
    run("sha256sum", "--quiet", "--check", CHECKSUMS, cwd=DIST)


def dry_run() -> None:
    """Do everything that a release does, but publish nothing; the changelog need not be dated yet."""
    shutil.rmtree(DIST, ignore_errors=True)
    dated = re.sub(r"^(## \[.+\]) - Unreleased$", r"\1 - today", changelog_text(), flags=re.MULTILINE)
    print(f"The notes have {len(notes(f'v{version()}', version(), dated).split()):,} words.")
    for name, step in STEPS.items():
        began = time.monotonic()
        print(f"== {name}", flush=True)
        step()
        print(f"== {name}: {time.monotonic() - began:.0f} s", flush=True)
    print(f"v{version()} is complete. Each line of {CHECKSUMS} would get a proof of where it was built:")
    for file in sorted(DIST.iterdir()):
        print(f"  {file.stat().st_size:>12,}  {file.name}")
    if "/OWNER/" in source_of(metadata_of(newest("*.whl"))):
        print("Its page leads nowhere yet: set Source below [project.urls] in pyproject.toml.")
    print(f"The index of Python packages would get {newest('*.whl').name} and {newest('watched*.tar.gz').name}.")
    print(f"The apt repository has {len([*SITE.rglob('*.deb')])} packages; signed: {'APT_KEY' in os.environ}.")


def environment(folder: Path, *locks: str) -> Path:
    """Make an environment of what locks name, and return its interpreter."""
    run(sys.executable, "-m", "venv", folder)
    words = [word for lock in locks for word in ("-r", PACKAGING / lock)]
    pip = (folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "-qq", "install")
    run(*pip, "--require-hashes", "--no-deps", *words)
    return folder / "bin" / "python"


def newest(pattern: str) -> Path:
    """Return the newest file of a pattern in `dist`."""
    return max(DIST.glob(pattern), key=lambda file: file.stat().st_mtime)


def run(*words: str | Path, cwd: Path = ROOT) -> None:
    """Run a program; CalledProcessError where it fails."""
    subprocess.run([str(word) for word in words], cwd=cwd, check=True)


def sha256(file: Path) -> str:
    """Return the checksum of a file, as sha256sum writes it."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def version() -> str:
    """Return the version that the program declares."""
    declared = re.search(r'__version__ = "(.+)"', (ROOT / "desktop_agent/core/version.py").read_text("utf-8"))
    return declared[1] if declared else ""


def changelog_text() -> str:
    """Return the changelog."""
    return (PACKAGING / "CHANGELOG.md").read_text("utf-8")


# What has no argument, in the order in which a release needs it.
STEPS: Mapping[str, Callable[[], None]] = {
    "python": python,
    **{f"package {release}": partial(package, release) for release in RELEASES},
    "bundle": bundle,
    "finish": finish,
}

if __name__ == "__main__":
    try:
        match sys.argv[1:]:
            case ["notes", tag]:
                print(notes(tag, version(), changelog_text()), end="")
            case ["dry-run"]:
                dry_run()
            case words if " ".join(words) in STEPS:
                STEPS[" ".join(words)]()
            case _:
                sys.exit(__doc__)
    except (ValueError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
