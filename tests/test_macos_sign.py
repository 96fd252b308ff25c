"""How the recipe for macOS signs a program, by what it asks of the programs of a Mac."""

import base64
import os
import subprocess
from pathlib import Path

import pytest

from tests.fakes import mac_tools
from tests.fakes.source import ROOT

SCRIPT = ROOT / "packaging" / "recipes" / "macos-sign.sh"
CODE = b"\xcf\xfa\xed\xfe" + b"\0" * 12
ME = {"IDENTITY": "Developer ID Application: Ada (TEAM)"}
KEY = {"NOTARY_KEY": "-----BEGIN PRIVATE KEY-----", "NOTARY_KEY_ID": "K1", "NOTARY_ISSUER": "I1"}

pytestmark = pytest.mark.process


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """Make a program as PyInstaller lays one out: its own code, a library, a framework, and a text."""
    app = tmp_path / "Desktop Agent.app"
    files = {
        "MacOS/Desktop Agent": CODE, "Frameworks/re2.so": CODE, "Frameworks/Qt.framework/Versions/A/Qt": CODE,
        "Resources/words.txt": b"words", "Info.plist": b"<plist/>",
    }  # fmt: skip
    for name, holds in files.items():
        (app / "Contents" / name).parent.mkdir(parents=True, exist_ok=True)
        (app / "Contents" / name).write_bytes(holds)
    return app


def sign(app: Path, says: str = "Accepted", **given: str) -> tuple[subprocess.CompletedProcess[str], list[list[str]]]:
    """Run the recipe; return how it went, and what it has called."""
    tools, calls = app.parent / "bin", app.parent / "calls"
    tools.mkdir()
    for name in mac_tools.TOOLS:
        (tools / name).symlink_to(mac_tools.__file__)
    calls.touch()
    environment = {"PATH": f"{tools}:{os.environ['PATH']}", "CALLS": str(calls), "NOTARY_SAYS": says, **given}
    done = subprocess.run(["sh", SCRIPT, app], env=environment, capture_output=True, text=True, check=False)
    return done, [line.split("\t") for line in calls.read_text("utf-8").splitlines()]


def signed(calls: list[list[str]], app: Path) -> list[str]:
    """Return what was signed, in that order, and check how."""
    signing = [words for words in calls if words[0] == "codesign" and "--sign" in words]
    for words in signing:
        assert ["--force", "--options", "runtime", "--timestamp", "--entitlements"] == words[1:6]
        assert Path(words[6]).is_file()
        assert ["--sign", ME["IDENTITY"]] == words[7:9]
    return [str(Path(words[-1]).relative_to(app)) for words in signing]


def test_without_a_certificate_nothing_is_signed_and_it_is_said(app: Path) -> None:
    done, calls = sign(app)

    assert (0, []) == (done.returncode, calls)
    assert "Not signed" in done.stdout


def test_code_is_signed_from_the_inside_out_and_the_whole_last(app: Path) -> None:
    done, calls = sign(app, **ME)

    inside = signed(calls, app)
    assert 0 == done.returncode
    assert {"Contents/Frameworks/re2.so", "Contents/Frameworks/Qt.framework/Versions/A/Qt"} == {*inside[:2]}
    assert ["Contents/Frameworks/Qt.framework", "."] == inside[2:]
    assert "not notarised" in done.stdout
    assert "xcrun" not in {words[0] for words in calls}


@pytest.mark.parametrize("credentials", [{"PROFILE": "stored"}, KEY])
def test_what_apple_accepts_is_stapled_after_it_was_signed(app: Path, credentials: dict[str, str]) -> None:
    done, calls = sign(app, **ME, **credentials)

    apple = [words[1:3] for words in calls if words[0] == "xcrun"]
    assert 0 == done.returncode, done.stderr
    assert [["notarytool", "submit"], ["stapler", "staple"]] == apple
    assert "--wait" in next(words for words in calls if "submit" in words)
    assert ["spctl", "--assess", "--type", "execute", str(app)] == calls[-1 - (calls[-1][0] == "security")]


def test_what_apple_refuses_is_not_stapled_and_apple_s_reasons_are_fetched(app: Path) -> None:
    done, calls = sign(app, "Invalid", **ME, PROFILE="stored")

    assert 1 == done.returncode
    assert "Invalid" in done.stderr
    assert ["xcrun", "notarytool", "log", "one-submission", "--keychain-profile", "stored"] in calls
    assert "stapler" not in {word for words in calls for word in words}


def test_a_certificate_that_is_given_lies_in_a_keychain_of_its_own_that_goes_again(app: Path) -> None:
    certificate = base64.b64encode(b"p12").decode()

    done, calls = sign(app, **ME, CERTIFICATE=certificate, CERTIFICATE_PASSWORD="secret")

    keychain = next(words for words in calls if words[:2] == ["security", "create-keychain"])[-1]
    assert 0 == done.returncode, done.stderr
    assert ["security", "delete-keychain", keychain] == calls[-1]
    assert not Path(keychain).parent.exists()
    assert [words[1] for words in calls if words[0] == "security"].index("import") == 2
