"""Which chords sway takes by its configuration, and which of them start something; and sway's own word on it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.input.sway_bindings import UNKNOWN_CHORDS, chords_in, session_chords
from desktop_agent.platforms.wayland.input.wlroots import Wlroots, create
from tests.fakes.desktops.sway_commands import swaymsg
from tests.fakes.programs.sway_windows import SwayWindow, told_in_sway
from tests.fakes.runs.runs_in_sway import run_in_sway
from tests.fakes.waiting import wait_until

# Keys, and what of a configuration has them start something.
STARTING = [
    ("super+d", "bindsym Mod4+d exec menu"),
    ("super+d", "set $mod Mod4\nset $menu wofi\nbindsym $mod+d exec $menu"),
    ("super+d", 'set $mod "Mod4"\n\tBindSym $mod+D exec menu'),
    ("super+d", "set $m Mod1\nset $mod Mod4\nbindsym $mod+d exec menu"),
    ("alt+d", "bindsym \\\n  Mod1+d \\\n  exec menu"),
    ("alt+d", "bindsym --to-code --release --locked --inhibited --no-warn Mod1+d exec menu"),
    ("alt+d", "bindsym {\n  Mod1+d exec menu\n}"),
    ("alt+d", 'mode "resize" {\n  bindsym Left resize shrink width 10px\n}\nbindsym Mod1+d exec menu'),
    ("alt+d", 'bar {\n  colors {\n    statusline #ffffff\n  }\n}\nbindsym Mod1+d exec "echo }"'),
    ("alt+d", "bindsym Mod1+d focus left; exec menu"),
    ("alt+d", 'bindsym Mod1+d [title="a] focus b"] kill'),
    ("alt+d", "bindsym Mod1+d $unknown"),
    ("alt+d", "bindsym Mod1+d"),
    ("alt+d", "bindsym Mod1+d focus left\nbindsym Mod1+d exec menu"),
    ("alt+d", "bindsym Mod1+Mod2+Group1+d exec menu"),
    ("alt+d+x", "bindsym Mod1+d exec menu"),  # d goes down first
    ("ctrl+shift+1", "bindsym Control+exclam exec menu"),
    ("volumeup", "bindsym XF86AudioRaiseVolume exec louder"),
    ("alt+d", "# that ends\\\nbindsym Mod1+d exec menu"),
    # What is not told.
    ("super+d", ""),
    ("super+d", "include /etc/sway/config.d/*"),
    ("alt+d", "bindsym $mod+Return exec foot"),
    ("alt+d", "bindcode Mod1+40 exec menu"),
    ("alt+shift+tab", "bindsym Mod1+Shift+ISO_Left_Tab exec menu"),
]
# Keys that the desktop takes, and starts nothing by.
MOVING = [
    ("super+2", "bindsym Mod4+2 workspace number 2"),
    ("super+shift+2", "set $mod Mod4\nset $ws2 2\nbindsym $mod+Shift+2 move container to workspace $ws2"),
    ("super+v", 'bindsym Mod4+v mode "resize"'),
]
# Keys that go to the window.
FREE = [
    ("alt+d", "# bindsym Mod1+d exec menu"),
    ("alt+d", " # that goes on \\\nbindsym Mod1+d exec menu"),
    ("alt+d", 'mode "system" {\n  bindsym Mod1+d exec menu\n}'),
    ("alt+d", "bindsym --input-device=1:1:AT_Keyboard Mod1+d exec menu"),
    ("alt+d", "bar {\n  bindsym button1 exec menu\n}"),
    ("alt+d", "bindsym Mod1+Shift+d exec menu"),
    ("d", "bindsym $mod+d exec menu"),
    ("ctrl+c", "}\n{\n}}\nbindcode x exec menu\nbindsym\nmode\nset\nset $a\n$a\nbindsym --locked\nmode x\ninclude \\"),
]


@pytest.mark.parametrize(
    ("chord", "config", "takes", "starts"),
    [
        *((*case, None, True) for case in STARTING),
        *((*case, True, False) for case in MOVING),
        *((*case, False, False) for case in FREE),
    ],
)
def test_a_chord_starts_something_or_may_do_so_or_only_moves_windows_or_goes_to_the_window(
    chord: str, config: str, takes: bool | None, starts: bool
) -> None:
    reported = chords_in(config)

    assert reported.may_start(chord.split("+")) == starts
    assert takes in {None, reported.takes(chord.split("+"))}


def test_each_mode_has_its_own_chords_and_without_sway_a_chord_with_super_may_be_anybodys() -> None:
    config = 'bindsym Mod1+d exec menu\nmode "the end" {\n  bindsym s exec poweroff\n}'

    assert chords_in(config, "the end").may_start(["s"])
    assert not chords_in(config, "the end").may_start(["alt", "d"])
    assert not chords_in(config).may_start(["s"])
    assert session_chords({}) == session_chords({"SWAYSOCK": "/no/such/socket"}) == UNKNOWN_CHORDS
    assert [UNKNOWN_CHORDS.may_start([key, "d"]) for key in ("super", "alt")] == [True, False]


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SwayWindow]:
    home = tmp_path_factory.mktemp("home")
    with PrivateSway(1280, 800, hertz=240) as sway:
        folder = sway.socket.parent
        (folder / "more.conf").write_text("bindsym Mod4+i exec touch $XDG_RUNTIME_DIR/included\n")
        with (folder / "sway.conf").open("a") as config:
            config.write(
                f"set $mod Mod4\ninclude {folder}/more.conf\n"
                'bindsym $mod+2 workspace number 2\nmode "end" {\nbindsym Mod1+g exec true\n'
                "bindsym s exec touch $XDG_RUNTIME_DIR/typed\n}\nbindsym $mod+e mode end\n"
            )
        swaymsg(sway, "reload")
        with told_in_sway("qt", sway, home) as window:
            yield window


@pytest.fixture
def hands(bound: SwayWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wlroots]:
    for name in ("WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "SWAYSOCK"):
        monkeypatch.setenv(name, bound.sway.environment()[name])
    with closing(create()) as made:
        yield made


def press(hands: Wlroots, *names: str) -> None:
    for name in names:
        hands.key(name, down=True)
    for name in reversed(names):
        hands.key(name, down=False)
    hands.sync()


@pytest.mark.screen
@pytest.mark.timeout(300)
def test_a_command_that_is_bound_in_sway_is_not_started_unasked(
    bound: SwayWindow, hands: Wlroots, tmp_path: Path
) -> None:
    left = Path(bound.sway.environment()["SWAYSOCK"]).parent / "included"
    # In guard mode with nobody there, and the program in front allowed everything.
    scope = ["--mode", "guard", "--allow", bound.app]
    ran = run_in_sway(bound.sway, tmp_path, "press super+i", *scope)

    assert 0 != ran.returncode, ran.stderr
    assert not left.exists()
    press(hands, "super", "i")
    wait_until(left.exists, "what the chord starts when it is pressed")


@pytest.mark.screen
def test_a_chord_that_sway_takes_is_told(bound: SwayWindow, hands: Wlroots) -> None:
    assert "so the window in front didn't receive it" in hands.taker_of(("super", "2"))
    assert "This desktop doesn't report" in hands.taker_of(("super", "i"))
    assert "" == hands.taker_of(("alt", "g"))
    swaymsg(bound.sway, "mode end")
    assert "so the window in front didn't receive it" in hands.taker_of(("alt", "g"))
    swaymsg(bound.sway, "mode default")

    press(hands, "super", "2")
    wait_until(lambda: "2" in _shown(bound), "the workspace")
    swaymsg(bound.sway, "workspace 1")


def _shown(window: SwayWindow) -> list[str]:
    answer = swaymsg(window.sway, "-t", "get_workspaces")
    assert isinstance(answer, list)
    return [str(one["name"]) for one in answer if one["visible"]]
