"""Only plain web addresses are opened, each as one argument of the system's own opener."""

import threading
from pathlib import Path

import pytest

from desktop_agent.core.errors import InputError
from desktop_agent.core.runs.waiting import Stopped
from desktop_agent.input.perform import checked_address, open_address
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program

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


def test_the_opener_gets_the_address_as_one_argument_that_no_shell_reads_and_no_key_of_the_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = _opener(
        tmp_path, monkeypatch, f'(printf "%s|" "$@"; env) > "{tmp_path}/part"; mv "{tmp_path}/part" "{tmp_path}/seen"'
    )
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    monkeypatch.setenv("DISPLAY", ":77")

    open_address("https://example.org/?a=$(id)&b=;id", threading.Event())

    wait_until(seen.exists, "the opener's word")
    assert seen.read_text().startswith("https://example.org/?a=$(id)&b=;id|")
    assert "DISPLAY=:77" in seen.read_text()
    assert "canary" not in seen.read_text()


@pytest.mark.parametrize(
    ("system", "script", "expected", "hint"),
    [
        ("linux", "exit 3", "exit code 3", "browser"),
        ("linux", "", "couldn't be started", "xdg-utils"),
        ("win32", "", "couldn't be started", "Install a web browser."),
    ],
)
def test_a_desktop_without_a_browser_or_an_opener_is_an_error_with_a_hint_for_this_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, script: str, expected: str, hint: str
) -> None:
    _opener(tmp_path, monkeypatch, script)
    if not script:
        (tmp_path / "xdg-open").unlink()
        monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.platform", system)

    with pytest.raises(InputError, match=expected) as raised:
        open_address("https://example.org/", threading.Event())

    assert hint in raised.value.hint


def test_an_opener_that_stays_is_a_browser_and_no_error_and_a_stop_ends_the_wait_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _opener(tmp_path, monkeypatch, "exec sleep 3")
    stop = threading.Event()

    open_address("https://example.org/", stop)
    stop.set()

    with pytest.raises(Stopped):
        open_address("https://example.org/", stop)
