"""The fields of the Settings window, page by page, and how their values are read and written. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import QLocale

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.core.mode import MODE_NAMES, MODES, ONE_RUN_ONLY, InputName
from desktop_agent.host.language import ENGLISH, languages
from desktop_agent.host.provider import DEFAULT
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.endpoint import endpoint
from desktop_agent.model.families import FAMILY_NAMES
from desktop_agent.model.known_profiles import known_profiles
from desktop_agent.model.profiles import PROFILES, Profile, profile_of_dialect
from desktop_agent.policy.rule import BUILT_IN, CHANGEABLE, VERDICTS, RuleVerdict
from desktop_agent.presence.promises import Needs, Promises, promises
from desktop_agent.settings import Settings, Sourced, literal, load
from desktop_agent.settings.edit import set_value, unset
from desktop_agent.ui.preferences.this_computer import free_chord, monitors
from desktop_agent.ui.preferences.value_text import text_of

FieldKind = Literal["text", "long", "number", "switch", "choice", "chord", "region"]
ChoiceOption = tuple[str, str]  # the value in the file, and what it means
_LASTING_MODES = tuple(mode for mode in MODES if mode not in ONE_RUN_ONLY)
VERDICT_WORDS: Mapping[RuleVerdict, str] = {"allow": "Allow", "ask": "Ask", "deny": "Never"}
_AS_PROVIDER = "As the provider has it"
_NO_URL = "your own Base URL"
_ANY_MONITOR: tuple[ChoiceOption, ...] = (("0", "All monitors together"), ("auto", "The one with the focused window"))


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: its key in the file, its name for people, and what it does."""

    key: str
    label: str
    says: str = ""
    kind: FieldKind = "text"
    choices: tuple[ChoiceOption, ...] = ()
    unset: str = ""  # of a choice: what no value means
    example: str = ""
    needs: Needs = ""  # what has to be told of the person's input for it to do anything
    # What a run would check, with the other settings, and the file's loader does not.
    check: Callable[[str, Settings], object] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The current value of a setting as text, where it is from if not the default, and whether the file sets it."""

    text: str
    origin: str
    editable: bool
    in_file: bool


def _where(profile: Profile) -> str:
    return "offline, on this computer" if profile == PROFILES[DEFAULT] else profile.base_url or _NO_URL


def _reachable(base_url: str, settings: Settings) -> object:
    return endpoint(base_url, settings.network.allow_http)


def _languages() -> tuple[ChoiceOption, ...]:
    names = ((code, QLocale(code).nativeLanguageName()) for code in languages() if code != ENGLISH)
    return ("desktop", "As the desktop"), (ENGLISH, "English"), *names


def _choices(*pairs: str) -> tuple[ChoiceOption, ...]:
    return tuple((value, words) for value, _, words in (pair.partition("=") for pair in pairs))


_PROVIDER = (
    Field("provider.name", "Provider", "The service whose model controls this computer.", "choice"),
    Field("provider.model", "Model", "Empty: the provider's default."),
    Field("provider.base_url", "Base URL", "Another server with the same API.", check=_reachable),
    Field("provider.dialect", "Dialect", "The form of requests and answers.", "choice",
          _choices(*(f"{name}={name}" for name in DIALECT_NAMES)), unset=_AS_PROVIDER),
    Field("provider.coordinates", "Coordinates", "How the model gives positions.", "choice",
          _choices("viewport=pixels of the picture", "grid1000=a grid of 1000 by 1000", "relative1000=parts of 1000",
                   "relative1=parts of 1", "resized28=pixels, resized to multiples of 28"), unset=_AS_PROVIDER),
    Field("provider.family", "Family of models", "In the dialect of functions: how the model wants to be spoken to.",
          "choice", _choices(*(f"{name}={name}" for name in FAMILY_NAMES)), unset="By its name"),
    Field("provider.stream", "Streamed answers", "Show the model's text while it is written.", "choice",
          _choices("true=Yes", "false=No"), unset=_AS_PROVIDER),
    Field("provider.chain", "History on the server", "Otherwise it is kept only on this computer.", "choice",
          _choices("true=Yes", "false=No"), unset=_AS_PROVIDER),
    Field("provider.forget", "Forget afterwards", "After each run, have the server delete what it stored.", "switch"),
    Field("provider.instructions", "Instructions", "Sent to the model before every task.", "long"),
    Field("provider.window_tokens", "Context (tokens)", "The size of the model's context. Empty: the provider's value.",
          "number"),
    Field("provider.keep_pictures", "Pictures kept", "The newest ones, if history is kept here.", "number"),
)  # fmt: skip
_RUN = (
    Field("run.mode", "Mode", "\n".join(f"{MODE_NAMES[mode]}: {MODES[mode]}." for mode in _LASTING_MODES), "choice",
          tuple((mode, MODE_NAMES[mode]) for mode in _LASTING_MODES)),
    Field("run.approver", "Where you are asked", "", "choice",
          _choices("overlay=On a card on the screen", "terminal=In the terminal", "none=Nowhere: every answer is no"),
          unset="On a card where one can be shown, else in the terminal"),
    Field("run.input", "Input library", "What presses keys and buttons.", "choice",
          _choices(*(f"{name}={name}" for name in get_args(InputName))), unset="What works best here"),
    Field("run.answer_within", "Answer within (seconds)", "Then silence counts as a no. Empty: no limit.", "number"),
    Field("run.max_steps", "Maximum steps", "One step is one answer of the model.", "number"),
    Field("run.max_minutes", "Maximum minutes", "Time spent waiting for you does not count.", "number"),
    Field("run.max_cost", "Maximum cost (USD)", "Empty: no limit.", "number"),
    Field("run.record", "Keep pictures", "Keep the pictures of each run. Events are always kept.", "switch"),
    Field("record.video", "Live picture", "Keeps the screen as it moves, for films. Takes much space.", "choice",
          (("off", "Off"), ("live", "On"))),
    Field("record.keep_days", "Keep runs for (days)", "Older ones are deleted. Empty: they stay.", "number"),
    Field("record.keep_gb", "Keep runs up to (GB)", "Beyond that the oldest are deleted. Empty: no limit.", "number"),
    Field("input.smooth", "Smooth movements", "For whoever watches or films: the pointer glides, typing is paced.",
          "switch"),
    Field("caps.text", "Longest text (characters)", "An action with a longer text is refused.", "number"),
    Field("caps.batch", "Maximum actions in one answer", "", "number"),
    Field("caps.drag", "Maximum points in a drag", "", "number"),
    Field("caps.scroll", "Longest scroll (pixels)", "", "number"),
    Field("caps.wait", "Longest wait (seconds)", "", "number"),
)  # fmt: skip
_SCREEN = (
    Field("screen.monitor", "Monitor", "", "choice", _ANY_MONITOR),
    Field("screen.viewport", "Size of the picture", "Empty: as large as fits into 1280x800.", example="1280x800"),
    Field("screen.region", "Part of the screen", "Left, top, width and height in pixels. Empty: the whole monitor.",
          "region", example="0,0,800,600"),
    Field("screen.window", "One window",
          "Its title or a part of it: nothing else is shown or touched. Empty: everything."),
    Field("screen.cursor", "Show the pointer", "Draw the mouse pointer into the model's pictures.", "switch"),
)  # fmt: skip
_SAFETY = (
    Field("person.stop_key", "Pause key", "Pressed twice, it stops a run.", "chord", example="pause", needs="key"),
    Field("person.stop_key_first", "Its first press", "A second one within two seconds always stops.", "choice",
          _choices("pause=Pauses", "stop=Stops at once")),
    Field("person.escape_thrice", "Esc three times", "Three times within a second also stops a run.", "switch",
          needs="touch"),
    Field("person.corner", "Top left corner", "The pointer thrown into it also stops a run.", "switch",
          needs="corner"),
    Field("person.approve_with", "Approve by", "Digits are for VNC, RDP and screen readers.", "choice",
          _choices("device=A real mouse or keyboard", "challenge=Typing the four digits on the card")),
    Field("person.approve_chord", "Approve by keyboard", "Holding these keys for 0.7 s approves once.", "chord",
          example="ctrl+alt+y"),
)  # fmt: skip
_WINDOWS = (
    Field("ui.theme", "Theme", "Of this program's own windows, from now on.", "choice",
          _choices("desktop=As the desktop", "light=Light", "dark=Dark")),
    Field("ui.language", "Language", "Of windows and the terminal, from the next start on.", "choice", _languages()),
    Field("ui.shortcut", "Shortcut for a new task", "Opens the console wherever the keyboard is, while no run goes on.",
          "chord", check=free_chord, example="ctrl+alt+n"),
    Field("ui.announce_ms", "Show each action first (ms)",
          "Empty: 300 for tasks from this window, 0 for those from a terminal.", "number"),
    Field("ui.notify", "Notifications",
          "When a run ends, the model asks or a run from a terminal pauses, and no window here is seen that says it.",
          "switch"),
)  # fmt: skip
_APPLICATIONS = (
    Field("applications.first_time", "In a new application", "When a run first acts in it.", "choice",
          _choices("card=Ask me where the card asks", "ask=Ask me always",
                   "allow=Allow it; ask for sensitive ones")),
    Field("run.allow", "May work in", "Every run, without asking first; for example mousepad, files:~/Invoices."),
)  # fmt: skip
_PRIVACY = (
    Field("privacy.windows", "Hidden windows",
          "By class or title, with * for anything: painted grey in every picture, with their menus and dialogs.",
          example="keepassxc, *bank*"),
    Field("privacy.regions", "Hidden parts of the screen",
          "Left, top, width and height in pixels each, with a semicolon between them.", example="0,0,300,40"),
)  # fmt: skip
_VERDICTS = tuple((each, VERDICT_WORDS[each]) for each in VERDICTS)
_BUILT_IN = tuple(
    Field(f"builtin.{name}", BUILT_IN[name].title, BUILT_IN[name].says, "choice", _VERDICTS) for name in CHANGEABLE
)
_NETWORK = (
    Field("network.connect", "Connect within (seconds)", "", "number"),
    Field("network.tries", "Tries", "For one request.", "number"),
    Field("network.wait", "Wait between tries (seconds)", "At most, whatever the server asks for.", "number"),
    Field("network.outage", "Lost network (minutes)", "The longest wait for it to come back.", "number"),
    Field("network.allow_http", "Plain http to", "Hosts on a network you trust: anyone on it can read the traffic."),
)
PAGES: Mapping[str, tuple[Field, ...]] = {
    "Provider": _PROVIDER,
    "Run": _RUN,
    "Screen": _SCREEN,
    "Network": _NETWORK,
    "Safety": _SAFETY,
    "Rules": _BUILT_IN,
    "Applications": _APPLICATIONS,
    "Privacy": _PRIVACY,
    "Remembered answers": (),
    "This program": _WINDOWS,
}


class Preferences:
    """The settings file as the window sees it: the current values, and changes that the loader accepts."""

    def __init__(self, file: Path, environment: Mapping[str, str]) -> None:
        self.file, self._environment = file, environment
        self.error: SettingsError | None = None
        self._known: Mapping[str, Profile] = PROFILES
        self._sourced = self._read()

    @cached_property
    def _promises(self) -> Promises:
        return promises(self._environment)

    @property
    def settings(self) -> Settings:
        """Return what holds now, as far as it can be read."""
        return self._sourced.settings

    def reload(self) -> None:
        """Read it again."""
        self._sourced = self._read()

    @property
    def profile(self) -> Profile:
        """Return the chosen provider; the local one if there is none of that name."""
        chosen = self._sourced.settings.provider
        name = chosen.name or (profile_of_dialect(chosen.dialect).name if chosen.dialect else DEFAULT)
        return self._known.get(name, PROFILES[DEFAULT])

    def filled(self, field: Field) -> Field:
        """Return a field as it is here: its choices, and whether it does anything in this session."""
        if field.needs in self._promises.lacks:
            return replace(field, says=self._promises.lacks[field.needs])
        if field.key == "person.approve_with":
            return replace(field, choices=(("device", self._promises.by_device), *field.choices[1:]))
        if field.key == "screen.monitor":
            return replace(field, choices=(*monitors(self._environment), *_ANY_MONITOR))
        if field.key != "provider.name":
            return field
        return replace(field, choices=tuple((name, f"{name} — {_where(one)}") for name, one in self._known.items()))

    def shown(self, field: Field) -> Shown:
        """Return the current value of a setting."""
        value = next(value for key, value, _ in self._sourced.rows() if key == field.key)
        origin = self._sourced.origins[field.key].where
        from_environment = origin.startswith("environment variable")
        in_file = not from_environment and origin != "default"
        if from_environment:
            origin = Message("From the {origin}; change it there.", origin=origin)
        elif in_file:
            origin = Message("From {origin}", origin=self.in_words(origin))
        else:
            origin = ""
        text = self.profile.name if field.key == "provider.name" and value is None else text_of(value)
        return Shown(text, origin, not from_environment, in_file)

    def in_words(self, words: object) -> str:
        """Return an error or an origin as the window shows it: without the file's folder."""
        return str(words).replace(str(self.file), self.file.name)

    def change(self, field: Field, text: str) -> None:
        """Write a setting, or take it out where the text is empty; SettingsError in the loader's own words."""
        if not text.strip() and field.kind != "switch":
            unset(self.file, field.key)
        else:
            if field.check is not None:
                field.check(text, self._sourced.settings)
            set_value(self.file, field.key, _written(field, text))
        self.reload()

    def reset(self, field: Field) -> None:
        """Take a setting out of the file: its default applies."""
        unset(self.file, field.key)
        self.reload()

    def _read(self) -> Sourced:
        """Read file and environment, as far as they are valid; `error` says what is not."""
        self.error, self._known = None, PROFILES
        for file, environment in ((self.file, self._environment), (self.file, {}), (None, {})):
            try:
                sourced = load(file or Path(self.file.parent / "no settings"), environment, {})
                self._known = known_profiles(sourced.settings.providers)
                return sourced
            except SettingsError as error:
                self.error = self.error or error
        raise AssertionError


def _written(field: Field, text: str) -> object:
    is_flag = field.kind == "choice" and {value for value, _ in field.choices} == {"true", "false"}
    if field.kind == "switch" or is_flag:
        return text == "true"
    is_number = field.kind == "number" or (field.kind == "choice" and text.isdecimal())
    return literal(text.strip()) if is_number else text
