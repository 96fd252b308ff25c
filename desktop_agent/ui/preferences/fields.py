"""What Settings shows: pages of fields, each one setting of the file; and how a value is written and read. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from desktop_agent.app.provider import DEFAULT
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.core.mode import MODES, ONE_RUN_ONLY
from desktop_agent.model.dialect import DIALECTS
from desktop_agent.model.endpoint import endpoint
from desktop_agent.model.known_profiles import known_profiles
from desktop_agent.model.profiles import PROFILES, Profile, profile_of_dialect
from desktop_agent.policy.rule import BUILT_IN, CHANGEABLE, VERDICTS
from desktop_agent.settings import Settings, Sourced, literal, load
from desktop_agent.settings.edit import set_value, unset

FieldKind = Literal["text", "long", "number", "switch", "choice"]
ChoiceOption = tuple[str, str]  # the value in the file, and what it means
_NO_URL = "your own Base URL"
_VERDICT_WORDS = {"allow": "Allow", "ask": "Ask", "deny": "Never"}


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: its key in the file, its name for people, and what it does."""

    key: str
    label: str
    says: str = ""
    kind: FieldKind = "text"
    choices: tuple[ChoiceOption, ...] = ()
    # What a run would say of it, with the other settings, that the file's loader does not.
    check: Callable[[str, Settings], object] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A setting as it stands now: as text, where it is from, and whether the file decides it."""

    text: str
    origin: str
    editable: bool
    in_file: bool


def _reachable(base_url: str, settings: Settings) -> object:
    return endpoint(base_url, settings.network.allow_http)


def _choices(*pairs: str) -> tuple[ChoiceOption, ...]:
    return tuple((value, words) for value, _, words in (pair.partition("=") for pair in pairs))


_PROVIDER = (
    Field("provider.name", "Provider", "Whose model works the computer.", "choice"),
    Field("provider.model", "Model", "Empty: the provider's usual one."),
    Field("provider.base_url", "Base URL", "Another server that speaks the same language.", check=_reachable),
    Field("provider.dialect", "Dialect", "How the server is spoken to.", "choice",
          _choices(*(f"{name}={name}" for name in DIALECTS))),
    Field("provider.coordinates", "Coordinates", "How the model counts points.", "choice",
          _choices("viewport=pixels of the picture", "grid1000=a grid of 1000 by 1000")),
    Field("provider.stream", "Streamed answers", "Show what the model says while it says it.", "choice",
          _choices("true=Yes", "false=No")),
    Field("provider.chain", "History on the server", "Without it, history is kept on this computer alone.", "choice",
          _choices("true=Yes", "false=No")),
    Field("provider.forget", "Forget afterwards", "Have the server delete what it kept, after each run.", "switch"),
    Field("provider.instructions", "Instructions", "What the model is told before every task.", "long"),
    Field("provider.window_tokens", "Context (tokens)", "How much the model can hold. Empty: as the provider says.",
          "number"),
    Field("provider.keep_pictures", "Pictures kept", "The newest ones, where history is kept here.", "number"),
)  # fmt: skip
_RUN = (
    Field("run.mode", "Mode", "When you are asked.", "choice",
          tuple((mode, f"{mode.capitalize()}: {does}") for mode, does in MODES.items() if mode not in ONE_RUN_ONLY)),
    Field("run.approver", "Where you are asked", "", "choice",
          _choices("overlay=On a card on the screen", "terminal=In the terminal", "none=Nowhere: every answer is no")),
    Field("run.answer_within", "Answer within (seconds)", "Silence is then a no. Empty: it waits for you.", "number"),
    Field("run.max_steps", "Steps at most", "One step is one answer of the model.", "number"),
    Field("run.max_minutes", "Minutes at most", "Time in front of a question does not count.", "number"),
    Field("run.max_cost", "Cost at most (USD)", "Empty: no limit.", "number"),
    Field("run.record", "Keep pictures", "Keep the pictures of each run. Events are always kept.", "switch"),
    Field("caps.text", "Longest text (characters)", "More than this in one action is refused.", "number"),
    Field("caps.batch", "Most actions in one answer", "", "number"),
    Field("caps.drag", "Most points in a drag", "", "number"),
    Field("caps.scroll", "Longest scroll (pixels)", "", "number"),
    Field("caps.wait", "Longest wait (seconds)", "", "number"),
)  # fmt: skip
_SCREEN = (
    Field("screen.monitor", "Monitor", "Counted from 1; 0 is all of them together.", "number"),
    Field("screen.viewport", "Size of the picture", "For example 1280x800. Empty: fitted into that, aspect kept."),
    Field("screen.region", "Part of the screen", "X,Y,WIDTH,HEIGHT in screen pixels. Empty: the whole monitor."),
    Field("screen.cursor", "Show the pointer", "Draw the mouse pointer into the model's pictures.", "switch"),
)
_SAFETY = (
    Field("person.stop_key", "Stop key", "Stops a run at once, for example pause or ctrl+alt+s."),
    Field("person.escape_thrice", "Esc three times", "Esc pressed three times within a second stops too.", "switch"),
    Field("person.corner", "Top left corner", "The pointer thrown into that corner stops too.", "switch"),
    Field("person.approve_with", "Approve by", "A challenge is for VNC, RDP and screen readers.", "choice",
          _choices("device=A real mouse or keyboard", "challenge=Typing the four digits on the card")),
    Field("person.approve_chord", "Approve by keyboard", "Held for 0.7 s, this chord approves once."),
)  # fmt: skip
_APPLICATIONS = (
    Field("applications.first_time", "In a new application", "When a run first wants to act in it.", "choice",
          _choices("card=Ask me where the card asks", "ask=Ask me always",
                   "allow=Let it in; ask for sensitive ones")),
)  # fmt: skip
_VERDICTS = tuple((each, _VERDICT_WORDS[each]) for each in VERDICTS)
_BUILT_IN = tuple(Field(f"builtin.{name}", name, BUILT_IN[name].says, "choice", _VERDICTS) for name in CHANGEABLE)
_NETWORK = (
    Field("network.connect", "Connect within (seconds)", "", "number"),
    Field("network.tries", "Tries", "For one question.", "number"),
    Field("network.wait", "Wait between tries (seconds)", "At most, whatever the server asks for.", "number"),
    Field("network.outage", "Lost network (minutes)", "How long a run waits for it to come back.", "number"),
    Field("network.allow_http", "Plain http to", "Hosts of a network that you trust; all can be read on the way."),
)
PAGES: Mapping[str, tuple[Field, ...]] = {
    "Provider": _PROVIDER,
    "Run": _RUN,
    "Screen": _SCREEN,
    "Network": _NETWORK,
    "Safety": _SAFETY,
    "Rules": _BUILT_IN,
    "Applications": _APPLICATIONS,
    "Standing answers": (),
}


class Preferences:
    """The settings file as the window sees it: what stands now, and changes that the loader takes."""

    def __init__(self, file: Path, environment: Mapping[str, str]) -> None:
        """Read it."""
        self.file, self._environment = file, environment
        self.trouble: SettingsError | None = None
        self._known: Mapping[str, Profile] = PROFILES
        self._sourced = self._read()

    def reload(self) -> None:
        """Read it again."""
        self._sourced = self._read()

    @property
    def profile(self) -> Profile:
        """Return the provider that is meant; the local one where there is none of that name."""
        meant = self._sourced.settings.provider
        name = meant.name or (profile_of_dialect(meant.dialect).name if meant.dialect else DEFAULT)
        return self._known.get(name, PROFILES[DEFAULT])

    def filled(self, field: Field) -> Field:
        """Return a field with the choices that there are; the user's own providers are among them."""
        if field.key != "provider.name":
            return field
        return replace(
            field, choices=tuple((name, f"{name} — {one.base_url or _NO_URL}") for name, one in self._known.items())
        )

    def shown(self, field: Field) -> Shown:
        """Return a setting as it stands."""
        value = next(value for key, value, _ in self._sourced.rows() if key == field.key)
        origin = self._sourced.origins[field.key].where
        from_environment = origin.startswith("environment variable")
        in_file = not from_environment and origin != "default"
        if from_environment:
            origin = f"From the {origin}; change it there."
        elif in_file:
            origin = f"From {self.told(origin)}"
        else:
            origin = "Default"
        return Shown(text_of(value), origin, not from_environment, in_file)

    def told(self, words: object) -> str:
        """Return an error or an origin as the window says it: the file by its name, for there is only one."""
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
        """Read file and environment, as much of them as is sound; the trouble is kept to be told."""
        self.trouble, self._known = None, PROFILES
        for file, environment in ((self.file, self._environment), (self.file, {}), (None, {})):
            try:
                sourced = load(file or Path(self.file.parent / "no settings"), environment, {})
                self._known = known_profiles(sourced.settings.providers)
                return sourced
            except SettingsError as error:
                self.trouble = self.trouble or error
        raise AssertionError


def text_of(value: object) -> str:
    """Return a value as people write it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Size():
            return f"{value.width}x{value.height}"
        case Rect():
            return f"{value.x},{value.y},{value.width},{value.height}"
        case tuple():
            return ", ".join(map(str, value))
        case float():
            return f"{value:g}" if value == float(f"{value:g}") else str(value)
        case _:
            return str(value)


def _written(field: Field, text: str) -> object:
    is_flag = field.kind == "choice" and {value for value, _ in field.choices} == {"true", "false"}
    if field.kind == "switch" or is_flag:
        return text == "true"
    return literal(text.strip()) if field.kind == "number" else text
