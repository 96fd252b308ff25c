"""README's two pictures, put together from those of all windows: `python -m tests.bench.pictures`."""

from PIL import Image

from tests.fakes.source import ROOT

GAP_PX = 24
GROUND = (112, 112, 112)  # neither light nor dark


def beside(*pictures: Image.Image) -> Image.Image:
    width = sum(one.width for one in pictures) + GAP_PX * (len(pictures) + 1)
    made = Image.new("RGB", (width, max(one.height for one in pictures) + 2 * GAP_PX), GROUND)
    at = GAP_PX
    for one in pictures:
        made.paste(one, (at, GAP_PX))
        at += one.width + GAP_PX
    return made


def main() -> None:
    console, light, dark = (
        Image.open(ROOT / "assets" / "windows" / f"{name}.png").convert("RGB")
        for name in ("console-run", "card-click", "card-click-dark")
    )
    console.save(ROOT / "assets" / "console.png", optimize=True)
    beside(light, dark).quantize(256, dither=Image.Dither.NONE).save(ROOT / "assets" / "card.png", optimize=True)


if __name__ == "__main__":
    main()
