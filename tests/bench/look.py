"""One look, measured: capture, scale and encode at 1920x1080, ours beside what computer-use programs usually do.

`python -m tests.bench.look [ROUNDS]`. Both run in this process, turn by turn, on the same editor full of text. The
usual way is pyautogui's screenshot, a Lanczos resize and a PNG with Pillow's defaults; where pyautogui finds no program
to take the screenshot with, Pillow's own ImageGrab takes it, which is faster.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from statistics import median

from PIL import Image, ImageGrab

from desktop_agent.core.geometry import ScreenPoint, Size
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_windows
from desktop_agent.screen.encode import encode
from tests.fakes.apps import running

PICTURE = Size(1280, 720)
STEPS = ("capture", "scale", "encode")
Spent = Mapping[str, float]


def usual(take: Callable[[], Image.Image]) -> Spent:
    """Look once the usual way."""
    began = time.perf_counter()
    whole = take()
    captured = time.perf_counter()
    small = whole.resize((PICTURE.width, PICTURE.height), Image.Resampling.LANCZOS)
    scaled = time.perf_counter()
    file = BytesIO()
    small.save(file, "PNG")
    moments = (began, captured, scaled, time.perf_counter())
    spent = {name: (moments[n + 1] - moments[n]) * 1000 for n, name in enumerate(STEPS)}
    return spent | {"all": sum(spent.values()), "KiB": len(file.getvalue()) / 1024}


def ours(camera: ScreenCamera) -> Spent:
    """Look once our way; a part of it again on its own, since the camera does all in one go."""
    began = time.perf_counter()
    frame = camera.grab()
    spent = {"all": (time.perf_counter() - began) * 1000, "KiB": len(frame.data) / 1024}
    began = time.perf_counter()
    encode(frame.pixels, PICTURE, frame.media_type)
    spent["scale and encode of it"] = (time.perf_counter() - began) * 1000
    began = time.perf_counter()
    camera.same_near(frame, ScreenPoint(960, 540))
    spent["check before a press"] = (time.perf_counter() - began) * 1000
    return spent


def usual_source() -> tuple[str, Callable[[], Image.Image]]:
    """Return the name of what takes the usual screenshot here, and the function."""
    try:
        import pyautogui

        pyautogui.screenshot()
    except Exception as error:  # noqa: BLE001 - pyautogui raises plain Exceptions and whatever its parts raise
        print(f"pyautogui.screenshot() does not work here ({type(error).__name__}), so ImageGrab takes its place")
        return "ImageGrab, Lanczos, PNG", ImageGrab.grab
    return "pyautogui, Lanczos, PNG", pyautogui.screenshot


def main() -> int:
    """Print the medians."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with PrivateDisplay(1920, 1080) as private, tempfile.TemporaryDirectory() as folder:
        os.environ.update(private.environment())
        text = Path(folder, "text.py")
        text.write_text(Path(__file__).read_text(encoding="utf-8") * 3)
        with running(["mousepad", text], private, Path(folder), "text.py"):
            rows = measure(rounds)
    for name, spent in rows.items():
        medians = {part: median(one[part] for one in spent) for part in spent[0]}
        print(f"{name}: " + ", ".join(f"{part} {value:.2f}" for part, value in medians.items()) + "  (ms, KiB)")
    return 0


def measure(rounds: int) -> dict[str, list[Spent]]:
    """Look both ways in turn."""
    name, take = usual_source()
    camera = ScreenCamera(choose_capture(), choose_windows())
    jpeg = ScreenCamera(choose_capture(), choose_windows(), media_type="image/jpeg")
    rows: dict[str, list[Spent]] = {"ours": [], "ours, JPEG": [], name: []}
    for _ in range(rounds + 1):
        rows["ours"].append(ours(camera))
        rows["ours, JPEG"].append(ours(jpeg))
        rows[name].append(usual(take))
    camera.close()
    jpeg.close()
    return {one: spent[1:] for one, spent in rows.items()}


if __name__ == "__main__":
    sys.exit(main())
