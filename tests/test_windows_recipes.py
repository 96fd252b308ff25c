"""What the installers for Windows are made from: one version, and real pixels from the first moment."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from desktop_agent import __version__
from tests.fakes.source import ROOT

RECIPES = ROOT / "packaging" / "recipes"
FOUNDATION = "{http://schemas.microsoft.com/appx/manifest/foundation/windows10}"
WINDOWS_SETTINGS = "{http://schemas.microsoft.com/SMI/2016/WindowsSettings}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    subprocess.run([sys.executable, RECIPES / "windows_files.py", folder], check=True, timeout=120)
    return folder


def size_of(file: Path) -> tuple[int, int]:
    with Image.open(file) as picture:
        return picture.size


def test_no_recipe_names_a_version_of_the_program_by_hand() -> None:
    recipes = [one for one in RECIPES.glob("windows*") if one.is_file()]

    assert len(recipes) >= 6
    assert [] == [one.name for one in recipes if __version__ in one.read_text("utf-8")]


def test_the_package_and_the_programs_have_the_version_of_the_project(made: Path) -> None:
    identity = ET.parse(made / "AppxManifest.xml").getroot().find(f"{FOUNDATION}Identity")
    four = ".".join([*re.findall(r"\d+", __version__)[:3], "0"])

    assert identity is not None
    assert four == identity.get("Version")
    assert f'StringStruct("ProductVersion", "{__version__}")' in (made / "version.txt").read_text("utf-8")


def test_pictures_have_the_sizes_that_their_names_say(made: Path) -> None:
    sizes = {one.name: size_of(one) for one in made.iterdir() if one.suffix in {".png", ".ico"}}

    assert {"icon-44.png": (44, 44), "icon-150.png": (150, 150), "icon.ico": (256, 256)} == sizes


def test_both_programs_count_in_real_pixels_and_take_no_more_rights() -> None:
    manifest = ET.parse(RECIPES / "windows-manifest.xml").getroot()
    rights = [one.get("level") for one in manifest.iter() if one.tag.endswith("requestedExecutionLevel")]

    assert ["PerMonitorV2"] == [one.text for one in manifest.iter(f"{WINDOWS_SETTINGS}dpiAwareness")]
    assert ["asInvoker"] == rights
