"""Secrets that a person keeps: where each belongs, and that the files know no more than that."""

from pathlib import Path

import keyring
import pytest

from desktop_agent.core.decisions.decision import Target
from desktop_agent.core.errors import InputError, SettingsError
from desktop_agent.core.pictures import Window
from desktop_agent.settings.secret_store import NAME, SecretEntry, SecretStore, entry_for
from tests.fakes.people.keyrings import LockedKeyring, MemoryKeyring
from tests.fakes.runs.cases import target_of

VALUE = "canary-Tr0ub4dor&3"
CHROMIUM = Window(3, "chromium", "Page", 30, "/usr/lib/chromium/chromium")
EDITOR = Window(1, "mousepad", "", 10, "/usr/bin/mousepad")


def page(site: str, **more: bool) -> Target:
    return target_of(CHROMIUM, focus_role="password text", site=site, **({"in_page": True} | more))  # type: ignore[arg-type]


def test_a_secrets_value_is_in_the_keyring_alone(memory: MemoryKeyring, tmp_path: Path) -> None:
    store = SecretStore(tmp_path)

    store.keep(entry_for("bank", "example.org", always=True), VALUE)

    assert [*memory.kept.values()] == [VALUE]
    assert SecretStore(tmp_path).value("bank") == VALUE
    assert SecretStore(tmp_path).all() == (SecretEntry("bank", site="https://example.org", always=True),)
    assert not any(VALUE.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("place", "program", "site", "words"),
    [
        (" Shop.Example.org:8443 ", "", "https://shop.example.org:8443", "shop.example.org:8443"),
        ("http://localhost:8000", "", "http://localhost:8000", "http://localhost:8000"),
        ("/usr/bin/not-installed-mail", "/usr/bin/not-installed-mail", "", "Not installed mail"),
    ],
)
def test_a_secret_is_limited_to_a_program_or_a_site(place: str, program: str, site: str, words: str) -> None:
    entry = entry_for("x", place)

    assert (entry.program, entry.site, entry.place) == (program, site, words)


@pytest.mark.parametrize(
    ("name", "place"),
    [("a b", "x"), ("", "x"), ("x" * 65, "x"), ("x", ""), ("x", "chromium"), ("x", "/usr/bin/firefox"),
     ("x", "browser"), ("x", "ftp://example.org"), ("x", "https://ada:pw@example.org"), ("x", "https://example.org/login"),
     ("x", "https://"), ("x", "window:4"), ("x", "a\nb")],
)  # fmt: skip
def test_an_invalid_limit_of_a_secret_is_refused(name: str, place: str) -> None:
    with pytest.raises(SettingsError):
        entry_for(name, place)


@pytest.mark.parametrize("value", ["", "a\nb", "a\x07", "x" * 1001])
def test_a_secret_that_cannot_be_typed_is_not_stored(value: str, memory: MemoryKeyring, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        SecretStore(tmp_path).keep(entry_for("x", "mousepad"), value)

    assert not value or value not in str(raised.value)
    assert (memory.kept, SecretStore(tmp_path).all()) == ({}, ())


@pytest.mark.parametrize(
    ("place", "target", "fits"),
    [
        ("example.org", page("https://example.org"), True),
        ("example.org", page("https://www.example.org"), True),
        ("example.org", page("http://example.org"), False),
        ("example.org", page("https://evil.example.org"), False),
        ("example.org", page("https://example.org.evil.org"), False),
        ("example.org", page("https://example.org:8443"), False),
        ("example.org", page("https://example.org", in_page=False), False),
        ("example.org", page("https://example.org", ours=True), False),
        ("example.org", page(""), False),
        ("example.org", target_of(EDITOR, site="https://example.org", in_page=True), False),
        ("/usr/bin/mousepad", target_of(EDITOR), True),
        ("/usr/bin/mousepad", target_of(Window(1, "mousepad", "", 9, "/tmp/mousepad")), False),
        ("mousepad", target_of(Window(1, "mousepad", "", 9, "/tmp/mousepad")), False),
        ("/usr/bin/mousepad", target_of(CHROMIUM), False),
        ("/usr/bin/mousepad", Target(), False),
    ],
)
def test_a_secret_is_typed_only_where_its_limits_allow(
    place: str, target: Target, fits: bool, memory: MemoryKeyring, tmp_path: Path
) -> None:
    store = SecretStore(tmp_path)
    store.keep(entry_for("x", place), VALUE)

    assert store.use("x", target).fits is fits
    assert store.use("y", target).place == ""


def test_a_limit_written_by_another_program_is_ignored(memory: MemoryKeyring, tmp_path: Path) -> None:
    store = SecretStore(tmp_path)
    store.keep(entry_for("bank", "example.org"), VALUE)
    file = tmp_path / NAME
    file.write_text(file.read_text("utf-8").replace("example.org", "evil.org"), "utf-8")

    assert store.all() == (entry_for("bank", "example.org"),)


def test_the_model_is_told_only_of_secrets_that_the_task_names(memory: MemoryKeyring, tmp_path: Path) -> None:
    store = SecretStore(tmp_path)
    store.keep(entry_for("bank", "example.org"), VALUE)
    store.keep(entry_for("mail", "mousepad"), "other")

    reported = store.instructions("Log in with {{secret:bank}}.")

    assert "{{secret:bank}} at example.org." in reported
    assert VALUE not in reported
    assert "mail" not in reported
    assert store.instructions("Log in.") == ""
    with pytest.raises(SettingsError, match="“bill”"):
        store.check("Pay with {{secret:bank}} and {{secret:bill}}")
    store.check("Pay with {{secret:bank}}")


@pytest.mark.usefixtures("memory")
def test_a_keyring_that_cannot_be_read_is_told_without_the_value(tmp_path: Path) -> None:
    keyring.set_keyring(LockedKeyring())

    with pytest.raises(InputError, match="“bank” can't be read"):
        SecretStore(tmp_path).value("bank")
    with pytest.raises(SettingsError, match="stored only in the system keyring") as raised:
        SecretStore(tmp_path).keep(entry_for("bank", "mousepad"), VALUE)

    assert VALUE not in str(raised.value)
    assert SecretStore(tmp_path).all() == ()
