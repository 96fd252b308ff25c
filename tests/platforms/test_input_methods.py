"""fcitx 5 and IBus are asked what composes, switched off and on again, and never started."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.input_methods import SILENT_FOR_S, SessionInputMethods, create, ibus_address
from tests.fakes.desktops.private_bus import SESSION, heard, private_bus, spoken_with
from tests.fakes.programs.apps import home_of_its_own, running
from tests.fakes.waiting import wait_until

US = ("us", "")
Session = tuple[SessionInputMethods, Callable[[], str]]  # and what returns how the input method was switched next


@contextmanager
def session(kind: str, engine: str, layout: tuple[str, str] = US) -> Iterator[Session]:
    with (
        private_bus() as bus,
        spoken_with("tests.fakes.desktops.input_method", kind, engine, environment=bus) as service,
        closing(SessionInputMethods(address_of(kind, bus), lambda: layout)) as methods,
    ):
        yield methods, lambda: heard(service)


def address_of(kind: str, bus: Mapping[str, str]) -> Mapping[str, str]:
    return {SESSION: bus[SESSION]} | ({"IBUS_ADDRESS": bus[SESSION]} if kind == "ibus" else {})


@pytest.mark.program
def test_fcitx_is_switched_off_and_on_again_while_it_composes() -> None:
    with session("fcitx", "pinyin") as (methods, next_line):
        assert methods.composer() == "pinyin"
        assert methods.set_aside()
        assert methods.composer() == ""
        methods.put_back()

        assert (next_line(), next_line()) == ("pinyin False", "pinyin True")
        assert methods.composer() == "pinyin"


@pytest.mark.program
def test_fcitx_stays_off_where_another_window_has_the_keyboard_as_it_would_be_switched_on_there() -> None:
    with session("fcitx", "pinyin") as (methods, _):
        assert methods.set_aside()

        assert not methods.put_back(here=False)
        assert methods.composer() == ""


@pytest.mark.program
def test_ibus_changes_back_whatever_has_the_keyboard_as_it_has_one_engine_for_all() -> None:
    with session("ibus", "libpinyin") as (methods, _):
        assert methods.set_aside()

        assert methods.put_back(here=False)
        assert methods.composer() == "libpinyin"


KILLED = "import os, signal, sys; from pathlib import Path; from tests.platforms import test_input_methods as t\n"
KILLED += "methods = t.SessionInputMethods(dict(os.environ), lambda: t.US, notes=Path(sys.argv[1]))\n"
KILLED += "assert methods.set_aside(); os.kill(os.getpid(), signal.SIGKILL)"


@pytest.mark.program
@pytest.mark.parametrize(
    ("kind", "engine", "words"),
    [
        ("ibus", "libpinyin", "“libpinyin” was off for a text that it typed. It has been switched on again."),
        ("fcitx-shared", "pinyin", "“pinyin” was off for a text that it typed. It has been switched on again."),
        ("fcitx", "pinyin", "“pinyin” was off for a text that it typed. It may still be off in that window."),
    ],
)
def test_what_a_killed_run_left_off_is_put_back_once_by_the_next_or_told(
    kind: str, engine: str, words: str, tmp_path: Path
) -> None:
    with private_bus() as bus, spoken_with("tests.fakes.desktops.input_method", kind, engine, environment=bus):
        environment = address_of(kind, bus)
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, tmp_path], env={**os.environ, **environment}, check=False
        )
        assert killed.returncode == -signal.SIGKILL

        with closing(SessionInputMethods({**os.environ, **environment}, lambda: US, notes=tmp_path)) as methods:
            assert [words in sentence for sentence in methods.put_back_left()] == [True]
            assert methods.put_back_left() == ()
            assert methods.composer() == (engine if "again" in words else "")


@pytest.mark.program
def test_what_a_run_that_is_alive_has_switched_off_is_left_to_it_and_so_is_another_sessions(tmp_path: Path) -> None:
    with (
        private_bus() as bus,
        spoken_with("tests.fakes.desktops.input_method", "ibus", "libpinyin", environment=bus),
        closing(SessionInputMethods(address_of("ibus", bus), lambda: US, notes=tmp_path)) as living,
        closing(SessionInputMethods(address_of("ibus", bus), lambda: US, notes=tmp_path)) as methods,
    ):
        assert living.set_aside()
        assert methods.put_back_left() == ()
        living.put_back()

        assert not [*tmp_path.iterdir()]
        (tmp_path / "input-method.1-a").write_text('{"framework": "IBus", "engine": "x", "session": "another"}')
        (tmp_path / "input-method.1-b").write_text('{"framework": "IB')
        assert methods.put_back_left() == ()
        assert [path.name for path in tmp_path.iterdir()] == ["input-method.1-a"]


@pytest.mark.program
def test_ibus_is_left_as_it_is_where_the_person_has_chosen_since(tmp_path: Path) -> None:
    with (
        private_bus() as bus,
        spoken_with("tests.fakes.desktops.input_method", "ibus", "anthy", environment=bus),
        closing(SessionInputMethods(address_of("ibus", bus), lambda: US, notes=tmp_path)) as methods,
    ):
        session_name = methods._session_name()
        note = {"framework": "IBus", "engine": "libpinyin", "session": session_name}
        (tmp_path / "input-method.1-a").write_text(json.dumps(note))

        assert methods.put_back_left() == ()
        assert methods.composer() == "anthy"


@pytest.mark.program
def test_fcitx_with_a_keyboard_alone_is_left_as_it_is() -> None:
    with session("fcitx", "keyboard-de") as (methods, _):
        assert methods.composer() == ""
        assert methods.set_aside()


@pytest.mark.program
def test_ibus_changes_to_the_layout_of_the_display_and_back() -> None:
    with session("ibus", "libpinyin") as (methods, next_line):
        assert methods.composer() == "libpinyin"
        assert methods.set_aside()
        methods.close()

        assert (next_line(), next_line()) == ("xkb:us::eng", "libpinyin")


@pytest.mark.program
@pytest.mark.parametrize("layout", [("de", ""), ("us,ru", ""), ("us", "dvorak"), ("", "")])
def test_ibus_stays_on_where_it_would_change_the_layout(layout: tuple[str, str]) -> None:
    with session("ibus", "libpinyin", layout) as (methods, _):
        assert not methods.set_aside()
        assert methods.composer() == "libpinyin"


@pytest.mark.program
@pytest.mark.parametrize(("kind", "engine", "name"), [("fcitx", "pinyin", "Fcitx"), ("ibus", "libpinyin", "IBus")])
def test_one_that_gives_no_answer_counts_as_composing_and_is_asked_again_some_seconds_later(
    kind: str, engine: str, name: str
) -> None:
    now = [100.0]
    with (
        private_bus() as bus,
        spoken_with("tests.fakes.desktops.input_method", kind, engine, environment=bus) as service,
        closing(SessionInputMethods(address_of(kind, bus), lambda: US, lambda: now[0])) as methods,
    ):
        assert methods.composer() == engine
        service.send_signal(signal.SIGSTOP)
        try:
            assert methods.composer() == name
            assert not methods.set_aside()
        finally:
            service.send_signal(signal.SIGCONT)

        assert methods.composer() == name
        now[0] += SILENT_FOR_S
        assert methods.composer() == engine
        assert methods.set_aside()


@pytest.mark.program
def test_both_are_switched_off_and_on_again_where_both_compose() -> None:
    with (
        private_bus() as bus,
        spoken_with("tests.fakes.desktops.input_method", "fcitx", "pinyin", environment=bus) as fcitx,
        spoken_with("tests.fakes.desktops.input_method", "ibus", "libpinyin", environment=bus) as ibus,
        closing(SessionInputMethods(address_of("ibus", bus), lambda: US)) as methods,
    ):
        assert methods.set_aside()
        assert methods.composer() == ""
        methods.put_back()

        assert (heard(fcitx), heard(fcitx)) == ("pinyin False", "pinyin True")
        assert (heard(ibus), heard(ibus)) == ("xkb:us::eng", "libpinyin")


@pytest.mark.program
def test_the_first_is_on_again_where_the_second_stays_on() -> None:
    with (
        private_bus() as bus,
        spoken_with("tests.fakes.desktops.input_method", "fcitx", "pinyin", environment=bus),
        spoken_with("tests.fakes.desktops.input_method", "ibus", "libpinyin", environment=bus),
        closing(SessionInputMethods(address_of("ibus", bus), lambda: ("de", ""))) as methods,
    ):
        assert not methods.set_aside()
        assert methods.composer() == "pinyin"


def test_a_session_without_a_bus_has_no_input_method() -> None:
    with closing(SessionInputMethods({}, lambda: US)) as methods:
        assert methods.composer() == ""
        assert methods.set_aside()


def test_the_address_of_ibus_is_that_of_the_display_while_it_runs(tmp_path: Path) -> None:
    folder = tmp_path / "ibus" / "bus"
    folder.mkdir(parents=True)
    (folder / "id-unix-7").write_text(f"# Comment\nIBUS_ADDRESS=unix:path=/x,guid=1\nIBUS_DAEMON_PID={os.getpid()}\n")
    (folder / "id-unix-8").write_text("IBUS_ADDRESS=unix:path=/y\nIBUS_DAEMON_PID=999999999\n")
    here = {"XDG_CONFIG_HOME": str(tmp_path)}

    assert ibus_address(here | {"DISPLAY": ":7.0"}) == "unix:path=/x,guid=1"
    assert ibus_address(here | {"DISPLAY": ":8"}) == ""
    assert ibus_address(here | {"DISPLAY": ":9"}) == ""
    assert ibus_address({"XDG_CONFIG_HOME": str(tmp_path / "none"), "DISPLAY": ":7"}) == ""
    assert ibus_address({"IBUS_ADDRESS": "unix:path=/z"}) == "unix:path=/z"


_PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=keyboard-us
[Groups/0/Items/1]
Name=pinyin
[GroupOrder]
0=Default
"""


@pytest.mark.skipif(not shutil.which("fcitx5"), reason="fcitx 5 is not installed.")
@pytest.mark.skipif(not Path("/usr/share/fcitx5/inputmethod/pinyin.conf").exists(), reason="There is no pinyin.")
def test_the_real_fcitx_is_switched_off_in_a_window_and_on_again(display: PrivateDisplay, tmp_path: Path) -> None:
    own = display.environment() | home_of_its_own(tmp_path) | {"XMODIFIERS": "@im=fcitx", "GTK_IM_MODULE": "xim"}
    config = Path(own["XDG_CONFIG_HOME"], "fcitx5")
    config.mkdir(parents=True)
    (config / "profile").write_text(_PROFILE)
    (config / "config").write_text("[Behavior]\nActiveByDefault=True\nShareInputState=All\n")
    with subprocess.Popen(["fcitx5", "--disable=wayland,waylandim"], env=own, stderr=subprocess.DEVNULL) as fcitx:
        try:
            window = ["xterm", "-T", "Composed"]
            environment = {name: own[name] for name in ("XMODIFIERS", "GTK_IM_MODULE")}
            with (
                running(window, display, tmp_path, "^Composed$", environment=environment),
                closing(create(own)) as methods,
            ):
                remote = [shutil.which("fcitx5-remote") or "", "-o"]
                wait_until(
                    lambda: subprocess.run(remote, env=own, check=False).returncode == 0 and methods.composer(),
                    "pinyin in the window",
                )
                assert methods.set_aside()
                assert methods.composer() == ""
                methods.put_back()

                assert wait_until(methods.composer, "pinyin again") == "pinyin"
        finally:
            fcitx.terminate()
