"""Secrets for the program to type: their texts are in the system's keyring, their places here.

`secrets.toml` holds names and places, never a value. As in the other files of answers, an entry that this program did
not write does not count until a person has confirmed it.

A place is a program, or a site in any browser. In a browser a secret goes only into the page of that site, by https
unless the person wrote otherwise. A complete browser is no valid place, as any page could ask for the secret there.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from desktop_agent.core.decisions.decision import Target
from desktop_agent.core.errors import InputError, KeyringError, SettingsError
from desktop_agent.core.pictures import Window
from desktop_agent.core.programs import BROWSERS, is_one_of, last_part, names_of, spoken
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.core.texts.secret_text import FORM, SecretUse, is_name, secrets_in
from desktop_agent.lib.installed_programs import installed_programs, is_installed
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace
from desktop_agent.policy.scope import ScopedApplication, level_of
from desktop_agent.settings import api_keys
from desktop_agent.settings.entry_file import EntryFile, EntryForm

T = TypeVar("T")
NAME: Final = "secrets.toml"
LONGEST: Final = 1_000
_SERVICE = "desktop-agent secrets"
_YES = "yes"
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z](?::\d{1,5})?|localhost(?::\d{1,5})?", re.IGNORECASE
)
_SCHEMES = ("https", "http")
_EXAMPLES = Message("Specify a program such as keepassxc or /usr/bin/claws-mail, or a site such as example.org.")
_FORM = EntryForm(
    "secret",
    ("name", "program", "site", "always"),
    lambda entry: is_name(entry[0]) and bool(entry[1]) != bool(entry[2]) and entry[3] in {"", _YES},
    "# Which secrets there are, and where each belongs; what they are is in the system's keyring.\n",
    Message("a secret with a name and a program or site"),
)


@dataclass(frozen=True, slots=True)
class SecretEntry:
    """A secret's name and place; with `always`, typing it into a password field there needs no question."""

    name: str
    program: str = ""
    site: str = ""  # scheme and host
    always: bool = False

    @property
    def place(self) -> str:
        """Return the secret's place, in words."""
        name = installed_programs().name_of(self.program) or spoken(last_part(self.program))
        return self.site.removeprefix("https://") or name or self.program

    def fits(self, target: Target) -> bool:
        """Return whether an action's target is at the secret's place."""
        place = target.place
        if place is None or place.ours:
            return False
        window = place.window
        in_browser = is_one_of(window, BROWSERS)
        if self.site:
            return in_browser and target.in_page and target.site in {self.site, self.site.replace("://", "://www.", 1)}
        here = ScopedApplication(self.program, level="look")
        names = installed_programs().names_of(window.program) if is_installed(window.program) else None
        return not in_browser and level_of([here], window.program, "", names) == "look"


class SecretStore:
    """The secrets of one settings folder."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of `config.toml`, which need not exist."""
        self._file = EntryFile(folder / NAME, _FORM)

    def all(self) -> tuple[SecretEntry, ...]:
        """Return the entries of all secrets; SettingsError where the file cannot be read."""
        return tuple(
            SecretEntry(name, program, site, always == _YES) for name, program, site, always in self._file.entries()
        )

    def use(self, name: str, target: Target) -> SecretUse:
        """Return a secret's place, and whether an action's target is there."""
        entry = next((secret for secret in self.all() if secret.name == name), None)
        return SecretUse(name, entry.place, entry.fits(target), entry.always) if entry else SecretUse(name)

    def value(self, name: str) -> str:
        """Return a secret's text, right before it is typed; InputError where it cannot be read."""
        try:
            value = api_keys.ask_keyring(lambda vault: vault.get_password(_SERVICE, name))
        except SettingsError as error:
            raise InputError(
                sentences(Message("The secret “{name}” can't be read.", name=name), error.message), error.hint
            ) from None
        if not value:
            raise InputError(
                Message("The keyring has no secret named “{name}”.", name=name),
                Message("Set it again: desktop-agent secrets set {name}", name=name),
            )
        return value

    def keep(self, entry: SecretEntry, value: str) -> None:
        """Store a secret; one of the same name is replaced. SettingsError, with nothing stored, where that fails."""
        _check_value(value)
        before = self.all()
        _ask_keyring(lambda vault: vault.set_password(_SERVICE, entry.name, value))
        self._write((*(stored for stored in before if stored.name != entry.name), entry))

    def delete(self, name: str) -> bool:
        """Delete a secret; False when there was none of that name."""
        before = self.all()
        was_in_keyring = _ask_keyring(lambda vault: api_keys.delete_entry(vault, _SERVICE, name))
        if any(entry.name == name for entry in before):
            self._write(tuple(entry for entry in before if entry.name != name))
            return True
        return was_in_keyring

    def check(self, task: str) -> None:
        """Raise SettingsError where a task names a secret that does not exist."""
        known_names = {entry.name for entry in self.all()} if secrets_in(task) else set[str]()
        unknown = next((name for name in secrets_in(task) if name not in known_names), "")
        if unknown:
            raise SettingsError(
                Message("The task refers to a secret that doesn't exist: “{unknown}”.", unknown=unknown),
                Message("Set it first: desktop-agent secrets set {unknown} --for PLACE", unknown=unknown),
                in_window=Message("Add it first, in Settings → Privacy."),
            )

    def instructions(self, task: str) -> str:
        """Return the model's instructions for the secrets that the task names; empty where it names none."""
        entries = {entry.name: entry for entry in self.all()} if secrets_in(task) else {}
        task_secrets = [entries[name] for name in secrets_in(task) if name in entries]
        if not task_secrets:
            return ""
        places = "; ".join(
            Message("{form} at {place}", form=FORM.replace("NAME", entry.name), place=entry.place)
            for entry in task_secrets
        )
        return Message(
            "Text in the form {form} stands for a secret that you never see. To enter it, click its field, then "
            "type that text exactly as written; the program fills in the secret. You can type these: {places}.",
            form=FORM,
            places=places,
        )

    def _write(self, entries: tuple[SecretEntry, ...]) -> None:
        self._file.write((entry.name, entry.program, entry.site, _YES if entry.always else "") for entry in entries)


def entry_for(name: str, place: str, *, always: bool = False) -> SecretEntry:
    """Return a secret's entry for a place as a person writes it; SettingsError for an invalid name or place."""
    if not is_name(name):
        raise SettingsError(
            Message("“{name}” isn't a valid name for a secret.", name=name[:80]),
            Message("Use up to 64 letters, digits, dots, - and _."),
        )
    place_text = place.strip()
    if "://" in place_text or (_HOST.fullmatch(place_text) and not shutil.which(place_text)):
        return SecretEntry(name, site=_site(place_text), always=always)
    window = Window(0, program=place_text)
    if not place_text or not place_text.isprintable() or place_text.startswith("window:"):
        raise SettingsError(Message("“{written}” isn't a program or a site.", written=place_text[:80]), _EXAMPLES)
    if is_one_of(window, BROWSERS) or "browser" in names_of(window):
        raise SettingsError(
            Message("A secret can't apply to an entire browser because any page could request it."),
            Message("Specify the site, such as example.org."),
        )
    return SecretEntry(name, program=place_text, always=always)


def _ask_keyring(question: Callable[[api_keys.Vault], T]) -> T:
    try:
        return api_keys.ask_keyring(question)
    except KeyringError as error:
        raise KeyringError(error.message, Message("Secrets are stored only in the system keyring.")) from error


def _site(text: str) -> str:
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        parts = urlsplit("")
        host = ""
        port = ""
    if parts.scheme not in _SCHEMES or not host or parts.username or parts.path.strip("/"):
        raise SettingsError(Message("“{written}” isn't a site.", written=text[:80]), _EXAMPLES)
    return f"{parts.scheme}://{host}{port}".lower()


def _check_value(value: str) -> None:
    if not value:
        raise SettingsError(Message("There is no secret to store."), Message("Enter it exactly as it should be typed."))
    if len(value) > LONGEST or not value.isprintable():
        raise SettingsError(
            Message("This can't be stored as a secret."),
            Message("It must be a single line of up to {longest} characters that can be typed.", longest=LONGEST),
        )


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the secrets in the keyring; their names are among the settings."""
    known: tuple[str, ...] = ()
    with suppress(SettingsError):
        known = tuple(entry.name for entry in SecretStore(places(environment).config).all())
    yield from api_keys.keyring_traces(Message("Secrets in the system keyring"), _SERVICE, known)
