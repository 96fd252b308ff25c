"""How long a film of thirty acts takes, how large it is, and whether the second is the first, byte for byte.

`python -m tests.bench.film [RUN]`: with a run's folder, of that run; else of one that is made up. CPU seconds are of
the process that renders; the two cores are shared, so the time on the clock is an upper bound.
"""

import resource
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from PIL import Image, ImageSequence

from desktop_agent.record.store import RunStore
from desktop_agent.studio.film.make import make_film
from desktop_agent.studio.film.options import FilmFormat, FilmOptions
from tests.fakes.filmed import NOW
from tests.fakes.recorded import tell_whole_run

_ACTS = 30


def main() -> None:
    """Print a line for each kind of film."""
    with tempfile.TemporaryDirectory() as folder:
        run = Path(sys.argv[1]) if len(sys.argv) > 1 else made_up(Path(folder))
        for kind in ("mp4", "gif", "webm"):
            _measure(run, kind, Path(folder) / "films")


def processor_s() -> float:
    """Return the processor seconds of a film of thirty acts, 1920x1080."""
    with tempfile.TemporaryDirectory() as folder:
        run, before = made_up(Path(folder)), _cpu_s()
        make_film(run, FilmOptions(("mp4",)), Path(folder) / "films")
        return _cpu_s() - before


def made_up(folder: Path) -> Path:
    """Return the folder of a run that never was."""
    recorder = RunStore(folder).create("Fill in the form", NOW, "3fa9c1")
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=_ACTS)
    recorder.close()
    return recorder.dir


def _measure(run: Path, kind: FilmFormat, folder: Path) -> None:
    digests: list[str] = []
    for _ in range(2 if kind in {"mp4", "gif"} else 1):
        before, began = _cpu_s(), time.monotonic()
        (film,) = make_film(run, FilmOptions((kind,)), folder)
        took, cpu = time.monotonic() - began, _cpu_s() - before
        digests.append(sha256(film.read_bytes()).hexdigest())
        size = film.stat().st_size / 1_000_000
        print(f"{kind}: {took:.1f} s on the clock, {cpu:.1f} s of CPU, {size:.2f} MB{_timing(film)}", flush=True)
    if len(digests) > 1:
        print(f"{kind}: the second render is {'the same' if len(set(digests)) == 1 else 'NOT the same'}", flush=True)


def _timing(film: Path) -> str:
    if film.suffix != ".gif":
        return ""
    with Image.open(film) as gif:
        lengths = [int(frame.info["duration"]) for frame in ImageSequence.Iterator(gif)]
    return f", {len(lengths)} frames, {sum(lengths) / 1000:.2f} s long"


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
