"""Asks a set's own judge, in walls of its own: the system only to be read, no network, and the desk by a socket."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_agent.bench import inside
from desktop_agent.bench.sets import BenchError, TaskSet
from desktop_agent.bench.stage import SIZE, Stage
from desktop_agent.bench.task import BenchTask, asset_of
from desktop_agent.core.message import Message
from desktop_agent.desk.sandbox.walls import system_folders

# What the judges of the known sets import; the system's Python runs them.
PACKAGES = (
    "beautifulsoup4", "cssselect", "formulas", "ImageHash", "librosa", "lxml", "mutagen", "numpy", "odfpy",
    "opencv-python-headless", "openpyxl", "pandas", "pdfplumber", "Pillow", "playwright", "pyacoustid", "PyMuPDF",
    "PyPDF2", "pypdf", "python-docx", "python-pptx", "pytz", "PyYAML", "rapidfuzz", "requests", "requests-toolbelt",
    "scikit-image", "scipy", "tldextract", "xmltodict",
)  # fmt: skip
PYTHON = "/usr/bin/python3"
_JUDGES_WITHIN_S = 180.0
_ETC = ("alternatives", "fonts", "ld.so.cache", "localtime", "mime.types", "passwd", "ssl/certs")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge said: a score from 0 to 1, or why there is none."""

    score: float | None
    reason: str = ""  # why there is no score
    words: str = ""  # the last of what the judge wrote besides


def judged(task: BenchTask, tasks: TaskSet, stage: Stage, packages: Path | None, *, gave_up: bool) -> Verdict:
    """Do what comes before the verdict, and return it; BenchError where no judge can be started."""
    stage.set_up(task.before_verdict, rests=True)
    with TemporaryDirectory(prefix="bench-judge-") as scratch:
        cache = Path(scratch)
        for getter in task.getters():
            if getter.get("type") in {"cache_file", "cloud_file"} and (asset := asset_of(str(getter["path"]), tasks)):
                name = str(getter["path"] if getter["type"] == "cache_file" else getter.get("dest") or asset.name)
                (cache / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(asset, cache / name)
        order = {
            "id": task.id, "instruction": task.instruction, "evaluator": task.evaluator,
            "config": task.raw.get("config"), "gave_up": gave_up, "package": tasks.package,
            "paths": ["/set", "/packages", "/judge"], "hand": "/hand/socket", "cache": "/cache", "size": SIZE,
        }  # fmt: skip
        return _verdict(_walls(tasks, stage, packages, cache), order)


def install_packages(folder: Path) -> None:
    """Install what judges import into a folder, for the system's Python; BenchError where that cannot be done."""
    command = [sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "--target", str(folder)]
    done = subprocess.run([*command, "--upgrade", *PACKAGES], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(
            Message(
                "The judges' packages couldn't be installed: {error}.", error=done.stderr.strip().splitlines()[-1:]
            ),
            Message("To score only the tasks whose judges need no packages, omit --packages."),
        )


def _verdict(walls: list[str], order: dict[str, object]) -> Verdict:
    try:
        done = subprocess.run(
            [*walls, PYTHON, "-I", "/judge/judging.py"], input=json.dumps(order), capture_output=True, text=True,
            check=False, timeout=_JUDGES_WITHIN_S, errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Verdict(None, Message("the judge took longer than {seconds:.0f} s", seconds=_JUDGES_WITHIN_S))
    except OSError as error:
        raise BenchError(Message("The judge couldn't be started: {error}.", error=error)) from error
    words = done.stderr.strip()[-2000:]
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return Verdict(None, Message("the judge crashed"), words)
    if missing := told.get("missing"):
        return Verdict(None, Message("the judge needs {packages}", packages=", ".join(missing)), words)
    if "score" not in told:
        return Verdict(None, str(told.get("error")), words)
    return Verdict(float(told["score"]), "", words)


def _walls(tasks: TaskSet, stage: Stage, packages: Path | None, cache: Path) -> list[str]:
    own = Path(inside.__file__).parent
    shown = [(tasks.root, "/set"), (stage.hand, "/hand"), (own, "/judge")]
    if packages is not None and packages.is_dir():
        shown.append((packages, "/packages"))
    return [
        *("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", *system_folders()),
        *(word for name in _ETC for word in ("--ro-bind-try", f"/etc/{name}", f"/etc/{name}")),
        *("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--bind", str(cache), "/cache"),
        *(word for source, target in shown for word in ("--ro-bind", str(source), target)),
        *("--setenv", "HOME", "/tmp", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8"),
        *("--setenv", "OPENBLAS_NUM_THREADS", "1", "--chdir", "/cache"),
    ]
