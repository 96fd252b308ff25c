"""All settings, each declared once: one class for each section.

`lib/setting.py` says what a declaration may hold. That of the provider is beside what requests are made from.
"""
# The types of the fields are read as the program runs, so that nothing here is postponed.

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args
from urllib.parse import urlsplit

from desktop_agent.core.actions.action import Function
from desktop_agent.core.actions.keys import chord
from desktop_agent.core.decisions.mode import MODE_NAMES, MODES, ONE_RUN_ONLY, ApproverName, InputName, Mode
from desktop_agent.core.errors import SettingsError, UnknownKeyError
from desktop_agent.core.pictures import Rect, Size
from desktop_agent.core.texts.message import Message, join
from desktop_agent.lib.paths import languages
from desktop_agent.lib.setting import (
    Flag,
    Setting,
    adds,
    has_lost_entry,
    is_limit_changed,
    is_new_text,
    loosens,
    raises,
    setting,
    settings_in,
)
from desktop_agent.model.endpoint import is_loopback, without_login
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.policy.limits import Limits
from desktop_agent.policy.own_rules import Rule
from desktop_agent.policy.scope import ScopeEntry, read_entry
from desktop_agent.policy.table import RuleVerdict

ThemeName = Literal["desktop", "light", "dark"]
_LASTING_MODES = tuple(mode for mode in MODES if mode not in ONE_RUN_ONLY)
_MOST_MONITORS = 64
_LONGEST_ANNOUNCED_MS = 10_000


def read_size(value: object) -> object:
    """Parse a size; ValueError says how to write it."""
    if isinstance(value, str) and (match := re.fullmatch(r"(\d{1,5})[xX](\d{1,5})", value)):
        size = Size(int(match[1]), int(match[2]))
        if size.width and size.height:
            return size
    if value is None or isinstance(value, Size):
        return value
    raise ValueError(Message("enter WIDTHxHEIGHT, for example 1280x800"))


def read_rect(value: object) -> object:
    """Parse a rectangle; ValueError says how to write it."""
    if isinstance(value, str) and (match := re.fullmatch(r"(-?\d{1,6}),(-?\d{1,6}),(\d{1,6}),(\d{1,6})", value)):
        rect = Rect(*(int(part) for part in match.groups()))
        if rect.width and rect.height:
            return rect
    if value is None or isinstance(value, Rect):
        return value
    raise ValueError(Message("enter X,Y,WIDTH,HEIGHT, for example 0,0,800,600"))


def _read_monitor(value: object) -> object:
    """Parse a monitor; ValueError says how to write it."""
    number = int(value) if isinstance(value, str) and re.fullmatch(r"\d{1,3}", value) else value
    if value == "auto" or (isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= _MOST_MONITORS):
        return number
    raise ValueError(
        Message("enter a monitor number starting at 1, 0 for all monitors, or auto for the one with the focused window")
    )


def _read_names(value: object) -> object:
    """Parse a list of names; a single text is a list of one."""
    if isinstance(value, str):
        return tuple(name for name in re.split(r"[\s,]+", value) if name)
    return tuple(value) if isinstance(value, list) else value


def _read_scope(value: object) -> object:
    """Parse a list of programs, sites and folders; ValueError says how to write one."""
    # A folder's name may have spaces in it.
    entries = (
        [text.strip() for text in value.split(",") if text.strip()] if isinstance(value, str) else _read_names(value)
    )
    try:
        return tuple(read_entry(text) if isinstance(text, str) else text for text in entries)  # type: ignore[attr-defined]  # else a TypeError
    except (SettingsError, TypeError) as error:
        raise ValueError(str(error)) from error


def _read_lines(value: object) -> object:
    """Parse a list of texts; a variable holds one in each line."""
    parts = value.split("\n") if isinstance(value, str) else value
    return tuple(text.strip() for text in parts if text.strip()) if _are_texts(parts) else parts  # type: ignore[attr-defined]


def _read_expected(value: object) -> object:
    """Parse a list of conditions; ValueError for an empty one, which may come from an unset variable of a script."""
    if not isinstance(value, str) and _are_texts(value) and not all(text.strip() for text in value):  # type: ignore[attr-defined]
        raise ValueError(Message("one of the expectations is empty"))
    return _read_lines(value)


def _are_texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(text, str) for text in value)


def _read_regions(value: object) -> object:
    """Parse a list of rectangles; ValueError says how to write one."""
    parts = [text for text in re.split(r"[;\s]+", value) if text] if isinstance(value, str) else value
    return tuple(map(read_rect, parts)) if isinstance(parts, list | tuple) else parts


def _read_patterns(value: object) -> object:
    """Parse a list of names of windows, which may have spaces in them; ValueError says what is wrong with one."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(text, str) for text in parts):
        return parts
    names = tuple(text.strip() for text in parts if text.strip())
    if bare := next((text for text in names if not re.sub(r"^(class|title):|[*? ]", "", text)), None):
        raise ValueError(Message("“{bare}” matches every window; enter part of the class or title", bare=bare))
    return names


def _check_chord(value: str) -> str:
    try:
        return "+".join(chord(value))
    except UnknownKeyError as error:
        raise ValueError(str(error)) from error


def _check_language(value: str) -> str:
    if value in {"desktop", *languages()}:
        return value
    raise ValueError(Message("choose {codes}, or desktop for the desktop language", codes=", ".join(languages())))


def _check_webhook(value: str) -> str:
    """Return an address for notifications; ValueError where it is neither https nor on this computer."""
    if value and not _is_https_or_local(without_login(value)):
        raise ValueError(Message("enter an https address; http is only for this computer"))
    return value


def _is_https_or_local(address: str) -> bool:
    """Return whether an address is https, or on this computer."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return False
    here = is_loopback(host)
    is_plain = host and port != 0 and not parts.fragment and re.fullmatch(r"[!-~]+", address)
    return bool(is_plain) and (parts.scheme == "https" or (parts.scheme == "http" and here))


def _read_command(value: object) -> object:
    """Parse a command, in one text as at a terminal or as a list; ValueError says how to write it."""
    parts = words_of_command(value) if isinstance(value, str) else value or ()
    if isinstance(parts, list | tuple) and all(isinstance(part, str) and "\0" not in part for part in parts):
        return tuple(parts)
    example = '["notify-phone", "--quiet"]'
    raise ValueError(Message("write it as a list of strings, for example {example}", example=example))


def words_of_command(command: str) -> list[str]:
    """Return the words of a command that is written as at a terminal; ValueError where a quotation mark is open."""
    if not re.search(r"[\s'\"]", command):  # a path of Windows keeps its backslashes
        return [command] if command else []
    try:
        return shlex.split(command)
    except ValueError:
        raise ValueError(Message("missing closing quotation mark")) from None


def _check_address(value: str) -> str:
    if not value or re.fullmatch(r"https?://[^/\s?#]+(/\S*)?", without_login(value)):
        return value
    raise ValueError(Message("enter an https address"))


def leads_elsewhere(before: str | None, after: str | None) -> bool:
    """Return whether an address has changed to one that is not on this computer."""
    if not is_new_text(before, after):
        return False
    try:
        return not is_loopback(urlsplit(after or "").hostname or "")
    except ValueError:
        return True


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """The part of the screen that the model sees."""

    monitor: int | Literal["auto"] = setting(
        1,
        Message("Monitor"),
        read=_read_monitor,
        choices={"0": Message("All monitors together"), "auto": Message("The one with the focused window")},
        flag=Flag(
            "--monitor",
            Message("Monitor number, starting at 1; 0 for all monitors; auto to follow the focused window.  [1]"),
            "N",
        ),
    )

    viewport: Size | None = setting(
        None,
        Message("Picture size"),
        Message("Empty: the largest size that fits in 1280x800."),
        read=read_size,
        example="1280x800",
        flag=Flag("--viewport", Message("Size of the screenshots sent.  [fits 1280x800]"), "WxH"),
        advanced=True,
    )

    region: Rect | None = setting(
        None,
        Message("Part of the screen"),
        Message("Left, top, width and height in pixels. Leave empty for the entire monitor."),
        read=read_rect,
        control="region",
        example="0,0,800,600",
        flag=Flag("--region", Message("Only this part of the desktop."), "X,Y,W,H"),
        widens=is_limit_changed,
    )

    window: str = setting(
        "",
        Message("One window"),
        Message("The window title or part of it. Nothing else is shown or touched. Empty: everything."),
        longest=1_000,
        flag=Flag("--window", Message("Only the window with this title, and its dialogs."), "TITLE"),
        widens=is_limit_changed,
    )

    cursor: bool = setting(False, per_run=True)


@dataclass(frozen=True, slots=True)
class PrivacySettings:
    """The places and windows that no picture shows."""

    windows: tuple[str, ...] = setting(
        (),
        Message("Hidden windows"),
        Message(
            "By class or title, with * as a wildcard. They're painted gray in every screenshot, along "
            "with their menus and dialogs."
        ),
        read=_read_patterns,
        example="keepassxc, *bank*",
        widens=has_lost_entry,
    )
    """
    Windows to hide in every picture, by class or title, as a list such as `["keepassxc", "title:*bank*"]`. See
    `desktop-agent guide privacy`.
    """

    regions: tuple[Rect, ...] = setting(
        (),
        Message("Hidden parts of the screen"),
        Message("Left, top, width and height in pixels; separate areas with a semicolon."),
        read=_read_regions,
        example="0,0,300,40",
        widens=has_lost_entry,
    )
    """Parts of the desktop to hide in every picture, as a list such as `["0,0,300,40"]`."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """The limits of a run, and who approves."""

    mode: Mode = setting(
        "guard",
        Message("Mode"),
        join("\n", (Message("{name}: {does}.", name=MODE_NAMES[mode], does=MODES[mode]) for mode in _LASTING_MODES)),
        choices={mode: MODE_NAMES[mode] for mode in _LASTING_MODES},
        flag=Flag(
            "--mode",
            # Without gaps: typer hands on a plain text, which is looked up as a whole.
            Message(
                "watch: nothing is carried out; ask: every step needs approval; guard: rules decide which steps need "
                "approval; auto: only safety checks need approval.  [guard]"
            ),
        ),
        widens=loosens(*MODES),
    )
    """`watch`, `ask` or `guard`."""

    approver: ApproverName | None = setting(
        None,
        Message("Where to ask you"),
        choices={
            "overlay": Message("On a card on the screen"),
            "terminal": Message("In the terminal"),
            "none": Message("Nowhere (always refuse)"),
        },
        unset=Message("On a card if one can be shown, otherwise in the terminal"),
        flag=Flag(
            "--approver",
            Message(
                "Where to ask you: on a card on this screen, in this terminal, or nowhere.  [overlay, "
                "else terminal, else none]"
            ),
        ),
    )
    """`overlay`, `terminal` or `none`. By default, the first one that works."""

    input: InputName | None = setting(
        None,
        names=get_args(InputName),
        flag=Flag("--input", Message("The library that presses keys and buttons.  [the best one available]")),
        per_run=True,
    )

    answer_within: float | None = setting(
        None,
        Message("Answer within (seconds)"),
        Message("If you don't answer in time, the answer is no. Empty: no limit."),
        above=0,
        most=86_400,
        flag=Flag("--answer-within", Message("Refuse after this many seconds without an answer."), "S"),
    )

    max_steps: int = setting(
        200,
        Message("Maximum steps"),
        Message("Each step is one response from the model."),
        least=1,
        most=100_000,
        flag=Flag("--max-steps", Message("End after this many steps.  [200]"), "N"),
    )

    max_minutes: float = setting(
        60.0,
        Message("Maximum minutes"),
        Message("Time spent waiting for you doesn't count."),
        above=0,
        most=10_080,
        flag=Flag("--max-minutes", Message("End after this much time.  [60]"), "M"),
    )
    """The maximum time, in minutes. Pauses and open questions don't count."""

    max_cost: float | None = setting(
        None,
        Message("Maximum cost (USD)"),
        Message("Empty: no limit."),
        above=0,
        most=100_000,
        flag=Flag("--max-cost", Message("End after spending this much."), "USD"),
        widens=raises,
    )

    allow: tuple[ScopeEntry, ...] = setting(
        (),
        Message("Always allowed places"),
        Message("For every run, without asking first; for example mousepad, files:~/Invoices."),
        read=_read_scope,
        flag=Flag(
            "--allow",
            Message("Where it may act: PROGRAM[:SITE][=look], or files:FOLDER; repeat for more."),
            "SCOPE",
        ),
        widens=adds,
    )
    """
    Where the run can act, as a list such as
    `["LibreOffice Calc", "chromium:example.org", "gimp=look", "files:~/Invoices"]`.
    """

    expect: tuple[str, ...] = setting(
        (),
        read=_read_expected,
        flag=Flag(
            "--expect",
            Message("An end condition, such as file:PATH; repeat for more. See: desktop-agent guide expectations"),
            "WHAT",
        ),
        per_run=True,
    )

    attach: tuple[str, ...] = setting(
        (),
        read=_read_lines,
        flag=Flag(
            "--attach",
            Message("A file to send to the model with the task; repeat for more. See: desktop-agent guide attachments"),
            "FILE",
        ),
        per_run=True,
    )

    like: str = setting(
        "",
        flag=Flag(
            "--like",
            Message("A run or a steps file that shows the model how to do it. It grants no permissions."),
            "RUN|STEPS",
        ),
        per_run=True,
    )

    expect_tries: int = setting(
        1,
        least=0,
        most=20,
        flag=Flag(
            "--expect-tries", Message("How many times to tell the model which conditions aren't met yet.  [1]"), "N"
        ),
        per_run=True,
    )

    record: bool = setting(
        True,
        Message("Keep screenshots"),
        Message("Keep each run's screenshots. Events are always kept."),
        flag=Flag("--record/--no-record"),
    )

    @property
    def limits(self) -> Limits:
        """Return the limits of the run."""
        return Limits(self.max_steps, self.max_minutes, self.max_cost)


@dataclass(frozen=True, slots=True)
class RecordSettings:
    """The limits for stored runs (None: no limit)."""

    keep_days: int | None = setting(
        None,
        Message("Keep runs for (days)"),
        Message("Older runs are deleted. Empty: all runs are kept."),
        least=1,
        most=36_500,
    )
    """
    Older runs are deleted, except the newest one, those marked with `runs keep`, and those in progress.
    """

    keep_gb: float | None = setting(
        None,
        Message("Keep runs up to (GB)"),
        Message("Above this limit, the oldest runs are deleted. Empty: no limit."),
        above=0,
        most=1_000_000,
    )
    """If all runs together take up more space, the oldest ones are deleted, with the same exceptions."""

    undo_mb: int = setting(
        500,
        Message("Copies for undo (MB)"),
        Message("Before a run works in folders of its scope, they're copied. 0: no copies, and no undo."),
        least=0,
        most=1_000_000,
        advanced=True,
    )
    """
    Before a run works in folders of its scope (`--allow files:FOLDER`), up to this much of their files is copied, the
    smallest first, so that its changes can be [undone](receipt.md#undo-on-your-own-screen). 0: no copies, and no undo.
    """

    undo_files: int = setting(
        20_000,
        Message("Copies for undo (files)"),
        Message("Folders with more files than this aren't copied, and changes there can't be undone."),
        least=1,
        most=10_000_000,
        advanced=True,
    )


@dataclass(frozen=True, slots=True)
class InputSettings:
    """How the program moves the mouse and types."""

    smooth: bool = setting(
        False,
        Message("Smooth movements"),
        Message("Easier to follow, live and in videos: the pointer glides and typing is paced."),
    )


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """The hosts that plain http may be used for."""

    allow_http: tuple[str, ...] = setting(
        (),
        Message("Allow unencrypted HTTP to"),
        Message("Hosts on a network you trust. Anyone on that network can read the traffic."),
        read=_read_names,
        widens=adds,
    )


@dataclass(frozen=True, slots=True)
class PersonSettings:
    """How the person stops a run, and how an approval is proved to be theirs."""

    stop_key: str = setting(
        "pause",
        Message("Pause key"),
        Message("Pressing it twice stops a run."),
        check=_check_chord,
        control="chord",
        example="pause",
        needs="key",
        widens=is_limit_changed,
    )

    stop_key_first: Literal["pause", "stop"] = setting(
        "pause",
        Message("When pressed once"),
        Message("A second press within two seconds always stops the run."),
        choices={"pause": Message("Pauses"), "stop": Message("Stops at once")},
    )

    # A challenge is for people whose devices look like a program's: over VNC, RDP, with a screen reader.
    approve_with: Literal["device", "challenge"] = setting(
        "device",
        Message("Approve by"),
        Message("Use digits with VNC, RDP and screen readers."),
        choices={
            "device": Message("A real mouse or keyboard"),
            "challenge": Message("Typing the four digits shown on the card"),
        },
        widens=loosens("device", "challenge"),
    )
    """
    `device`: a click of your own mouse, or the held chord. `challenge`: four
    digits that only the card shows, for VNC, RDP and screen readers.
    """

    approve_chord: str = setting(
        "ctrl+alt+y",
        Message("Approve by keyboard"),
        Message("Hold these keys for 0.7 s to press a card's main button."),
        check=_check_chord,
        control="chord",
        example="ctrl+alt+y",
        widens=is_limit_changed,
    )


@dataclass(frozen=True, slots=True)
class UiSettings:
    """The appearance of our own windows."""

    theme: ThemeName = setting(
        "desktop",
        Message("Theme"),
        Message("For this program's own windows. Takes effect immediately."),
        choices={"desktop": Message("As the desktop"), "light": Message("Light"), "dark": Message("Dark")},
    )

    language: str = setting(
        "desktop",
        Message("Language"),
        Message("For windows and the terminal. Takes effect after a restart."),
        check=_check_language,
        choices={"desktop": Message("As the desktop"), "en": Message("English")},
    )
    """
    The language of windows, cards, notifications and the terminal, also where its output is piped: `desktop` (the same
    as the desktop), or a code such as `en` or `de`. Records and `--json` are always in English.
    """

    announce_ms: int | None = setting(
        None,
        Message("Show each action first (ms)"),
        Message("Empty: 300 for tasks started from this window, 0 for those started from a terminal."),
        least=0,
        most=_LONGEST_ANNOUNCED_MS,
    )
    """
    How many milliseconds each action is shown on the screen in advance: the pointer's path, a ring around the target,
    and a description of the action. By default, 300 for tasks from the console and 0 for runs from a terminal.
    """

    notify: bool = setting(
        True,
        Message("Notifications"),
        Message(
            "When a run ends, the model has a question for you, or a run started from a terminal pauses, "
            "unless one of this program's windows shows it."
        ),
    )


@dataclass(frozen=True, slots=True)
class UpdateSettings:
    """The address that announces newer versions; without one there are no checks."""

    address: str = setting(
        "",
        Message("Releases"),
        Message("The address of the latest release information in JSON format. Empty: never checked."),
        check=_check_address,
        example="https://git.example.org/api/v1/repos/OWNER/NAME/releases/latest",
        widens=leads_elsewhere,
    )
    """
    An address that serves the latest release as JSON, as GitHub, GitLab and Gitea do: an object with `tag_name`, and
    its page in `html_url` or `_links.self`. The tray program asks it when it starts, and so
    does `doctor`.
    """


@dataclass(frozen=True, slots=True)
class NotifySettings:
    """Notifications for an absent person about questions and ends of runs; see `desktop-agent guide notifications`."""

    desktop: bool = setting(
        False,
        Message("Desktop notification"),
        Message("The tray program shows them anyway; this is for runs without it."),
    )

    webhook: str = setting(
        "",
        Message("By a webhook"),
        Message("An https address to post JSON to."),
        check=_check_webhook,
        example="https://example.org/hook",
        widens=leads_elsewhere,
    )

    command: tuple[str, ...] = setting(
        (),
        Message("Through your own program"),
        Message("It receives JSON on standard input. Confirm it once in a terminal: desktop-agent notify test"),
        read=_read_command,
        example="notify-phone --quiet",
        control="command",
    )

    @property
    def any_channel(self) -> bool:
        """Whether there is any channel for notifications."""
        return bool(self.desktop or self.webhook or self.command)


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """The run in a browser: where it is served, and what a browser may approve; see `desktop-agent guide watch`."""

    on: bool = setting(
        False, flag=Flag("--watch", Message("Show the run in a browser; the links are printed.")), per_run=True
    )

    approve: bool = setting(
        False,
        Message("Approve in a browser"),
        Message("A browser with the link to act may approve actions on your own screen, and what a desk sends out."),
        widens=loosens(*(False, True)),
    )
    """
    Let a browser with the link to act approve actions on your own screen, and what a desk sends out. What happens on a
    desk can always be approved there, as its changes wait for you.
    """

    host: str = setting(
        "127.0.0.1",
        Message("Address for browsers"),
        Message("Any address but this computer's own needs a certificate and its key."),
        advanced=True,
        widens=is_new_text,
    )

    port: int = setting(
        8019,
        Message("Port for browsers"),
        Message("If it's taken, another one is used."),
        least=1,
        most=65_535,
        advanced=True,
    )

    certificate: str = setting(
        "",
        Message("Certificate for browsers"),
        Message("The file of a TLS certificate."),
        advanced=True,
        example="~/watch.pem",
    )

    key: str = setting(
        "",
        Message("Key of the certificate"),
        Message("The file of its private key."),
        advanced=True,
        example="~/watch-key.pem",
    )

    names: tuple[str, ...] = setting(
        (),
        Message("More names of this computer"),
        Message("Host names by which browsers reach it, such as its name in a private network."),
        read=_read_names,
        advanced=True,
        widens=adds,
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one run; they do not change while it lasts."""

    provider: ProviderSettings = field(default_factory=ProviderSettings)
    screen: ScreenSettings = ScreenSettings()
    privacy: PrivacySettings = PrivacySettings()
    run: RunSettings = RunSettings()
    record: RecordSettings = RecordSettings()
    input: InputSettings = InputSettings()
    network: NetworkSettings = NetworkSettings()
    person: PersonSettings = PersonSettings()
    ui: UiSettings = UiSettings()
    update: UpdateSettings = UpdateSettings()
    notify: NotifySettings = NotifySettings()
    watch: WatchSettings = WatchSettings()
    # By name, what each [providers.NAME] table says.
    providers: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    # Names of CHANGEABLE rows; those that are not here say what the table says.
    builtin: Mapping[str, RuleVerdict] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    functions: tuple[Function, ...] = ()
    notes: tuple[str, ...] = ()  # for the person, before anything else

    def noted(self, *notes: str) -> "Settings":
        """Return the same settings with further notes for the person."""
        return replace(self, notes=(*self.notes, *notes))


OPTIONS: Mapping[str, Setting] = settings_in(Settings)
# What a file or a variable may set; the rest is said for one run alone, with a flag or to `run_task`.
SETTINGS: Mapping[str, Setting] = {key: option for key, option in OPTIONS.items() if not option.per_run}
# What `run_task` has a parameter of its own for, or no place for.
_OWN_PARAMETERS = frozenset({"provider.name", "run.approver", "watch.on"})
# What `run_task` takes as options, by their names: whatever is a flag, and what else is said of model and picture.
RUN_OPTIONS: Mapping[str, str] = {
    key.partition(".")[2]: key
    for key, text in OPTIONS.items()
    if (text.flag is not None or key.startswith(("provider.", "screen."))) and key not in _OWN_PARAMETERS
}
