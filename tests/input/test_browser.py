"""Only plain web addresses are opened, each as one argument of the system's own opener."""

import threading
from pathlib import Path

import pytest

from desktop_agent.core.errors import InputError
from desktop_agent.core.stop import Stopped
from desktop_agent.input.perform import checked_address, open_address
from tests.fakes.waiting import wait_until

GOOD = [
    "http://example.org",
    "https://example.org:8443/a/b?c=d&e=f#g",
    "HTTPS://EXAMPLE.ORG/",
    "http://127.0.0.1:8017/v1",
    "http://[::1]:80/",
    "https://münchen.example/straße",
    "https://example.org/a@b?x=$(reboot);`reboot`".replace("`", ""),
]
BAD = [
    *["file:///etc/passwd", "javascript:alert(1)", "mailto:a@example.org", "", "example.org", "http://", "http://:80/"],
    *["--help", "http://user:pw@example.org/", "https://good.example\\@evil.example/", "http://example.org/\n"],
    *["http://example.org:99999/", "http://[::1", "http://a.b/`reboot`", "http://a.b/\u202egnp.exe"],
]


def test_a_web_address_may_be_opened_and_nothing_else() -> None:
    assert [checked_address(url) for url in GOOD] == GOOD
    for url in BAD:
        with pytest.raises(InputError) as raised:
            checked_address(url)
        assert raised.value.hint, url


def _opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    program = tmp_path / "xdg-open"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("sys.platform", "linux")
    return tmp_path / "seen"


def test_the_opener_gets_the_address_as_one_argument_and_no_shell_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = _opener(
        tmp_path, monkeypatch, f'printf "%s|" "$@" > "{tmp_path}/part"; mv "{tmp_path}/part" "{tmp_path}/seen"'
    )

    open_address("https://example.org/?a=$(id)&b=;id", threading.Event())

    wait_until(seen.exists, "the opener's word")
    assert seen.read_text() == "https://example.org/?a=$(id)&b=;id|"


def test_the_browser_gets_no_key_of_the_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = _opener(tmp_path, monkeypatch, f'env > "{tmp_path}/part"; mv "{tmp_path}/part" "{tmp_path}/seen"')
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    monkeypatch.setenv("DISPLAY", ":77")

    open_address("https://example.org/", threading.Event())

    wait_until(seen.exists, "the opener's word")
    assert "DISPLAY=:77" in seen.read_text()
    assert "canary" not in seen.read_text()


def test_a_desktop_without_a_browser_is_an_error_with_a_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _opener(tmp_path, monkeypatch, "exit 3")

    with pytest.raises(InputError, match="exit code 3") as raised:
        open_address("https://example.org/", threading.Event())

    assert "browser" in raised.value.hint


@pytest.mark.parametrize(("system", "by_package"), [("linux", True), ("win32", False)])
def test_a_missing_opener_is_an_error_with_a_hint_for_this_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, by_package: bool
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.platform", system)

    with pytest.raises(InputError, match="couldn't be started") as raised:
        open_address("https://example.org/", threading.Event())

    assert by_package == ("xdg-utils" in raised.value.hint)
    assert "web browser" in raised.value.hint


def test_a_stop_ends_the_wait_for_the_opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _opener(tmp_path, monkeypatch, "exec sleep 2")
    stop = threading.Event()
    stop.set()

    with pytest.raises(Stopped):
        open_address("https://example.org/", stop)


def test_an_opener_that_stays_is_a_browser_and_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _opener(tmp_path, monkeypatch, "exec sleep 3")

    open_address("https://example.org/", threading.Event())
