"""Every dialect, family, provider and mode is known wherever one is named, and a backend says why it cannot be used."""

import os
import subprocess
import sys
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from desktop_agent.cli.flags import FLAGS
from desktop_agent.core.decisions.mode import MODES, ONE_RUN_ONLY, Mode
from desktop_agent.core.errors import SettingsError
from desktop_agent.input import choose as input_choose
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.dialects import DIALECTS
from desktop_agent.model.families import FAMILIES, FAMILY_NAMES
from desktop_agent.model.profiles import PROFILES, profile_of_dialect
from desktop_agent.presence import choose as person_choose
from desktop_agent.screen import choose as screen_choose
from desktop_agent.serve.commands import serve
from desktop_agent.serve.dialects import DIALECTS as SERVED
from desktop_agent.settings import load
from desktop_agent.settings.sections import SETTINGS
from desktop_agent.ui.preferences.fields import PAGES, Preferences
from tests.fakes.source import ROOT

BUS = "DBUS_SESSION_BUS_ADDRESS"
PACKAGE = ROOT / "desktop_agent"
SCREENS = ("CAPTURES", "WINDOWS", "CONTROLS", "SIGNS", "CLIPBOARDS")
TABLES = (
    *(backend.file for name in SCREENS for backend in getattr(screen_choose, name).values()),
    *input_choose.BACKENDS.values(),
    *person_choose.PRESENCES.values(),
    # Not chosen from a table: where a run has a session with the desktop, they are the way.
    "portal.capture",
    "portal.input.remote_input",
)
BACKENDS = [PACKAGE / "platforms" / f"{name.replace('.', '/')}.py" for name in TABLES]


def files(folder: str) -> set[str]:
    """Return the names of the Python files in a folder of the package; parts of one may lie in a folder below."""
    return {path.stem for path in (PACKAGE / folder).glob("*.py")} - {"__init__"}


@pytest.mark.program
@pytest.mark.slow(but=["x11-*", "wayland-capture", "*pyautogui*"])
@pytest.mark.parametrize("path", BACKENDS, ids=lambda path: f"{path.parts[-2]}-{path.stem}")
def test_a_backend_loads_without_a_display_and_says_why_it_cannot_be_used(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    bare = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY", BUS}}
    code = f"import {module} as backend; assert callable(backend.create); print(backend.why_not())"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=bare)

    assert done.stdout.strip()


def choices(setting: str) -> set[str]:
    """Return the values that a flag of a setting takes."""
    (flag,) = (flag for flag in FLAGS.values() if flag.setting == setting)
    return {value for part in get_args(get_args(flag.annotation)[0]) for value in get_args(part)}


def shown(setting: str) -> set[str]:
    """Return the values of a setting that have words for people."""
    return set(SETTINGS[setting].words)


def is_taken(folder: Path, text: str) -> bool:
    """Tell whether the settings' loader takes a file."""
    (folder / "config.toml").write_text(text, "utf-8")
    try:
        load(folder / "config.toml", {}, {})
    except SettingsError:
        return False
    return True


def test_every_dialect_has_its_file_and_the_files_name() -> None:
    assert files("model/dialects") == set(DIALECT_NAMES)
    assert [dialect.name for dialect in DIALECTS.values()] == list(DIALECTS) == list(DIALECT_NAMES)


def test_every_dialect_that_is_served_has_the_clients_name() -> None:
    assert set(SERVED) < set(DIALECT_NAMES)
    assert [dialect.name for dialect in SERVED.values()] == list(SERVED)
    assert len({dialect.tool for dialect in SERVED.values()}) == len(SERVED)
    assert set(get_args(get_args(get_type_hints(serve.command)["dialect"])[0])) == set(SERVED)


def test_a_dialect_is_known_wherever_one_is_named(tmp_path: Path) -> None:
    names = set(DIALECT_NAMES)

    assert choices("provider.dialect") == names
    own = '[providers.mine]\nbase_url = "https://a.example/v1"\nmodel = "m"\ndialect = '
    assert {name for name in names if not is_taken(tmp_path, f'{own}"{name}"')} == set()
    assert {name for name in names if profile_of_dialect(name).name not in PROFILES} == set()
    assert not is_taken(tmp_path, f'{own}"nobodys"')


def test_a_family_is_known_wherever_one_is_named(tmp_path: Path) -> None:
    assert files("model/families") == {name.replace("-", "_").replace(".", "_") for name in FAMILY_NAMES}
    assert {one.name for one in FAMILIES.values()} == set(FAMILIES) == choices("provider.family") == set(FAMILY_NAMES)
    own = '[providers.mine]\nbase_url = "https://a.example/v1"\nmodel = "m"\ndialect = "functions"\nfamily = '
    assert {name for name in FAMILY_NAMES if not is_taken(tmp_path, f'{own}"{name}"')} == set()
    assert not is_taken(tmp_path, f'{own}"nobodys"')


def test_every_provider_of_ours_can_be_chosen_changed_and_taken_as_a_model_for_ones_own(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "none.toml", {})
    preferences.shows_all_providers = True
    (field,) = (field for field in PAGES["Models"] if field.key == "provider.name")

    assert sorted(preferences.with_choices(field).choices) == ["+", *PROFILES]
    for name in PROFILES:
        assert is_taken(tmp_path, f'[providers.{name}]\nmodel = "m"\n[providers.mine]\nlike = "{name}"'), name
    assert not is_taken(tmp_path, '[providers.mine]\nlike = "nobodys"')


def test_every_mode_says_what_it_does_and_is_known_wherever_one_is_named(tmp_path: Path) -> None:
    assert set(get_args(Mode)) == set(MODES) == choices("run.mode") == shown("run.mode") | ONE_RUN_ONLY
    assert {name for name in MODES if not is_taken(tmp_path, f'[run]\nmode = "{name}"')} == ONE_RUN_ONLY
    assert all(does in get_args(FLAGS["mode"].annotation)[1].help for does in MODES.values())
