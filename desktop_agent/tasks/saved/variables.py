"""Values of a task's variables: checked by their type, and inserted unchanged, or refused.

A value never becomes syntax. Expectations, and tasks that the built-in model reads as steps, are parsed once with a
token in the value's place and once with the value; both results must be equal except for the value. No value creates a
reference to a secret: only a variable of the type `secret` does, which names a stored secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from desktop_agent.core.address import USUAL_PORTS, document_at, is_private
from desktop_agent.core.controls.locator import folded, wildcards
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.secret_text import FORM, is_name, secrets_in
from desktop_agent.core.texts.suggestion import guess
from desktop_agent.desk.network.hosts import host_name, host_of_address
from desktop_agent.desk.runs.desks import home_places
from desktop_agent.desk.visible_files import HomePlaces, UnreadableFile, check_place
from desktop_agent.offline.plan.steps import OpenStep
from desktop_agent.policy.scope import ScopedApplication
from desktop_agent.tasks.expectations.expectation import Expectation, read_expectation
from desktop_agent.tasks.steps.variables import filled, filled_step, known_in, names_in
from desktop_agent.tasks.steps.words import verb_of
from desktop_agent.tasks.task import Step, Task, TaskVariable, quoted

LONGEST_VALUE = 100_000  # characters
DAYS: Final[Mapping[str, int]] = {"yesterday": -1, "today": 0, "tomorrow": 1}
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLAIN_CONTROLS = "\n\t"
_NOT_IN_SCOPES = frozenset(":=")  # in a program's name: there they separate its parts


@dataclass(frozen=True, slots=True)
class ValuePlaces:
    """The context for checking values: the places hidden from a model, and the present day."""

    places: HomePlaces
    today: date


def missing(task: Task, given_values: Mapping[str, str]) -> tuple[TaskVariable, ...]:
    """Return the variables that have no value yet; SettingsError for a value of an unknown variable."""
    by_name = {variable.name: variable for variable in task.variables}
    if unknown := next((name for name in given_values if name not in by_name), ""):
        names = Message("It has: {names}.", names=", ".join(by_name)) if by_name else Message("It has none.")
        raise SettingsError(
            Message("The task has no variable named “{name}”.", name=unknown), guess(unknown, by_name) or names
        )
    return tuple(
        variable for variable in task.variables if variable.name not in given_values and variable.default is None
    )


def values_for(task: Task, given_values: Mapping[str, str], at: ValuePlaces) -> dict[str, str]:
    """Return the value of each variable as inserted; SettingsError where one is missing or invalid."""
    if lacking := missing(task, given_values):
        raise missing_value_error(lacking[0].name)
    return {
        variable.name: checked(variable, given_values.get(variable.name, variable.default or ""), at)
        for variable in task.variables
    }


def missing_value_error(name: str) -> SettingsError:
    """Return the error for a variable without a value."""
    return SettingsError(
        Message("No value is set for “{name}”.", name=name),
        Message('Set one: --set {name}="…".', name=name),
        in_window=Message("Enter one."),
    )


def checked(variable: TaskVariable, text: str, at: ValuePlaces) -> str:
    """Return the text to insert for a variable's value; SettingsError for an invalid value."""
    check_plain(variable.name, text)
    match variable.type:
        case "text":
            return text
        case "number":
            if not _NUMBER.fullmatch(text.strip()):
                raise _value_error(variable.name, Message("Enter a number, such as 12 or 12.50."))
            return text.strip()
        case "date":
            return _date_value(variable, text.strip(), at.today)
        case "file" | "folder" | "sheet":
            return _file_value(variable, text, at.places)
        case "choice":
            if text not in variable.choices:
                raise _value_error(
                    variable.name, Message("It must be one of: {choices}.", choices=", ".join(variable.choices))
                )
            return text
        case "secret":
            # What was given may be the secret itself, by mistake: it is repeated nowhere.
            if not is_name(text):
                raise _value_error(
                    variable.name, Message("Enter the name of a secret as shown by “desktop-agent secrets list”.")
                )
            return FORM.replace("NAME", text)


def check_plain(name: str, text: str) -> None:
    """Raise SettingsError for a value that isn't plain text, or is too long."""
    odd = any(ord(char) < ord(" ") and char not in _PLAIN_CONTROLS for char in text)
    if odd or len(text) > LONGEST_VALUE:
        raise _value_error(name, Message("It must be plain text of up to {most} characters.", most=LONGEST_VALUE))


def check_value(variable: TaskVariable, text: str) -> None:
    """Raise SettingsError for a value that is invalid here and today."""
    checked(variable, text, here_and_today())


def here_and_today() -> ValuePlaces:
    """Return the present context for checking values."""
    return ValuePlaces(home_places(), datetime.now().astimezone().date())


def words_of(task: Task, values: Mapping[str, str], *, as_steps: bool) -> str:
    """Return a task in words; with `as_steps` it is for the built-in model, which parses it as steps.

    SettingsError where a value would name a secret, or change the steps.
    """

    def words(given: Mapping[str, str]) -> str:
        return filled_step(task.words, given) if as_steps else filled(task.words, given.__getitem__, given)

    _check_secrets(task, values, words)
    return words(values)


def filled_lines(task: Task, values: Mapping[str, str]) -> tuple[Step, ...]:
    """Return a task's lines with the values; SettingsError where a value would name a secret, or change a step."""
    _check_secrets(task, values, lambda given: "\n".join(_words_of_line(step, given) for step in task.steps))
    return tuple(_filled_line(step, values) for step in task.steps)


def _filled_line(step: Step, values: Mapping[str, str]) -> Step:
    window = step.window
    target = step.target
    _check_locating_values(window.title if window else "", values)
    if window is not None:
        window = replace(window, title=known_in(window.title, values))
    if target is not None:
        _check_locating_values(target.name, values)
        _check_locating_values(target.row, values)
        target = replace(target, name=known_in(target.name, values), row=known_in(target.row, values))
    return replace(step, text=_words_of_line(step, values), window=window, target=target)


def _check_locating_values(text: str, values: Mapping[str, str]) -> None:
    """Raise SettingsError for a value that would say less of a window, a control or a row, or stand for any words."""
    used = [name for name in names_in(text) if name in values]
    given = dict.fromkeys(used, "x")
    own = wildcards(known_in(text, given))
    for name in used:
        value = values[name]
        if not value.strip():
            raise missing_value_error(name)
        given[name] = value
        if not folded(value) or wildcards(known_in(text, given)) != own:
            raise _value_error(
                name,
                Message("A step finds its place by it: it needs a word or a number, and “#” or “…” can't be a word."),
            )


def _words_of_line(step: Step, values: Mapping[str, str]) -> str:
    return filled(step.text, values.__getitem__, values) if step.is_wish else filled_step(step.text, values)


def with_values(flags: Mapping[str, object], values: Mapping[str, str]) -> dict[str, object]:
    """Return the flags of a task with the values in its expectations and in the terms of its desk.

    The host of an address counts as a host; a page on this computer has none. UnreachableHostError for one that a desk
    can't reach.
    """
    more: dict[str, object] = {}
    for name, flag in flags.items():
        match name, flag:
            case "expect", list():
                more[name] = list(expectations_of(flag, values))
            case "desk_files", list():
                more[name] = [Path(filled(str(folder), values.__getitem__, values)).expanduser() for folder in flag]
            case "desk_hosts", list():
                addresses = (filled(address, values.__getitem__, values) for address in flag)
                more[name] = [host for host in map(host_of_address, addresses) if host]
            case _:
                pass
    return {**flags, **more}


def named_sites(task: Task, values: Mapping[str, str]) -> tuple[ScopedApplication, ...]:
    """Return the sites that a task reaches, each in the first program that it starts.

    None where a value is still missing, or where it starts no program that a scope can name.
    """
    known = {name: text for name, text in values.items() if text.strip()}
    hosts = task.flags.get("desk_hosts")
    addresses = (
        [address for address in hosts if set(names_in(address)) <= known.keys()] if isinstance(hosts, list) else []
    )
    starts = (step.text for step in task.steps if set(names_in(step.text, in_step=True)) <= known.keys())
    verbs = (verb_of(filled_step(text, known)) for text in starts)
    programs = (verb.target.text.strip() for verb in verbs if isinstance(verb, OpenStep) and verb.program)
    program = next(programs, "")
    if not program or _NOT_IN_SCOPES & {*program}:
        return ()
    sites = (_site(filled(address, known.__getitem__, known)) for address in addresses)
    return tuple(ScopedApplication(program, site) for site in sites if site)


def _site(address: str) -> str:
    """Return the site of a page's address; empty where it has none.

    It is the host, with the port unless that is the usual one. A host of this computer or its network has other
    programs at its other ports, so its site always names one.
    """
    page = address if "://" in address else f"http://{address}"
    try:
        parts = urlsplit(page)
        host = host_name(parts.hostname or "") if parts.scheme in USUAL_PORTS else None
        port = parts.port
    except ValueError:
        return ""
    if not host:
        return ""
    is_usual = port in {None, USUAL_PORTS[parts.scheme]}
    if is_private(page) and (is_usual or ":" in host):
        return document_at(page).site
    return host if is_usual else f"{host}:{port}"


def expectations_of(texts: Sequence[str], values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the expectations with their values; SettingsError where a value would change the meaning of one."""
    return tuple(_checked_expectation(text, values) for text in texts)


def _checked_expectation(text: str, values: Mapping[str, str]) -> str:
    used_values = {name: values[name] for name in names_in(text) if name in values}
    with_values_text = _fill_expectation(text, used_values)
    try:
        fits = read_expectation(with_values_text) == _expectation_with_exact_values(text, used_values)
    except SettingsError:
        fits = False
    if not fits or secrets_in(with_values_text) != secrets_in(text):
        raise SettingsError(
            Message("A value would change this condition: “{written}”.", written=text[:80]),
            Message('Put its variable in "straight" quotes there, or enter a different value.'),
        )
    return with_values_text


def _expectation_with_exact_values(text: str, values: Mapping[str, str]) -> Expectation:
    """Return the expectation parsed with a meaningless word for each value, which is then put in the word's place."""
    tokens = {name: "/" * value.startswith("/") + f"zqv{n}vqz" for n, (name, value) in enumerate(values.items())}
    by_token = {tokens[name]: value for name, value in values.items()}
    token = re.compile("|".join(by_token) or r"(?!)")

    def exact(part: object) -> object:
        match part:
            case str():
                return token.sub(lambda match: by_token[match[0]], part)
            case Path():
                return Path(str(exact(str(part))))
            case tuple():
                return tuple(map(exact, part))
            case _:
                return part

    parsed = read_expectation(_fill_expectation(text, tokens))
    parts = {field.name: exact(getattr(parsed, field.name)) for field in fields(parsed)}
    return replace(parsed, **parts)  # type: ignore[arg-type]  # each as it was


def _fill_expectation(text: str, values: Mapping[str, str]) -> str:
    """Return an expectation with values; between straight quotes a value is escaped."""
    parts = re.split(r'("(?:[^"\\]|\\.)*")', text)
    return "".join(
        filled(part, lambda name: quoted(values[name])[1:-1], values)
        if number % 2
        else filled(part, values.__getitem__, values)
        for number, part in enumerate(parts)
    )


def _check_secrets(task: Task, values: Mapping[str, str], texts: Callable[[Mapping[str, str]], str]) -> None:
    """Raise SettingsError where a value would name a secret in the text that `texts` makes of the values.

    The secrets are compared with those of the text in which all other values are plain.
    """
    plain = {variable.name: values[variable.name] if variable.type == "secret" else "x" for variable in task.variables}
    if secrets_in(texts(values)) != secrets_in(texts(plain)):
        raise SettingsError(
            Message("A value would refer to a secret."),
            Message("Only a variable of type “secret” can do that."),
        )


def _date_value(variable: TaskVariable, text: str, today: date) -> str:
    if text in DAYS:
        return (today + timedelta(days=DAYS[text])).isoformat()
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise _value_error(variable.name, Message("Enter a date such as 2026-11-25, or today, tomorrow or yesterday."))


def _file_value(variable: TaskVariable, text: str, places: HomePlaces) -> str:
    hint = Message("Choose an existing folder.") if variable.type == "folder" else Message("Choose an existing file.")
    try:
        path = Path.cwd() / Path(text).expanduser()
        is_there = {"file": path.exists, "folder": path.is_dir, "sheet": path.is_file}[variable.type]
        if not text.strip() or not text.isprintable() or not is_there():
            raise _value_error(variable.name, hint)
        check_place(path, places)
    except (OSError, RuntimeError) as error:
        raise _value_error(variable.name, hint) from error
    except UnreadableFile as why:
        raise _value_error(variable.name, Message("Choose another file: {why}.", why=why.args[0])) from why
    return str(path)


def _value_error(name: str, hint: str) -> SettingsError:
    return SettingsError(Message("This value for “{name}” isn't valid.", name=name), hint)
