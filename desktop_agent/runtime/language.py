"""The language of windows and of the terminal: the one that the settings name, or the desktop's."""

from __future__ import annotations

import gettext
import locale
import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from desktop_agent.core.texts.message import Language, language, speak
from desktop_agent.lib.paths import ENGLISH, TRANSLATIONS, asset, languages, places

AS_DESKTOP = "desktop"
CHOSEN_BY = "DESKTOP_AGENT_UI__LANGUAGE"
_NO_LANGUAGE = {"C", "POSIX", ""}


def use_language(environment: Mapping[str, str] = os.environ) -> str:
    """Show everything in the person's language from here on; return its code, “en” where there is no translation."""
    code = _code(environment)
    if code != language():
        speak(None if code == ENGLISH else Language(_catalogue(_file(code)), code))
    return code


def persons_language(environment: Mapping[str, str]) -> Language:
    """Return the person's language, for messages that do not go through this process's own output."""
    code = _code(environment)
    return Language(gettext.NullTranslations() if code == ENGLISH else _catalogue(_file(code)), code)


def translations(text: str) -> dict[str, str]:
    """Return a text of ours in each language but English, by the language's code."""
    return {code: Language(_catalogue(_file(code)), code).of(text) for code in languages() if code != ENGLISH}


def _code(environment: Mapping[str, str]) -> str:
    chosen = environment.get(CHOSEN_BY) or _language_in_settings(places().config_file) or AS_DESKTOP
    codes = _desktop_languages(environment) if chosen == AS_DESKTOP else (chosen,)
    return next((code for code in codes if code == ENGLISH or _file(code).is_file()), ENGLISH)


def _catalogue(file: Path) -> gettext.NullTranslations:
    with file.open("rb") as opened:
        return gettext.GNUTranslations(opened)


def _file(code: str) -> Path:
    return asset(TRANSLATIONS) / f"{code}.mo"


def _language_in_settings(file: Path) -> str:
    """Return the language in the settings file; empty without one, and for an unreadable file (reported elsewhere)."""
    try:
        value = tomllib.loads(file.read_text("utf-8")).get("ui", {}).get("language", "")
    except (OSError, ValueError, AttributeError):
        return ""
    return value if isinstance(value, str) else ""


def _desktop_languages(environment: Mapping[str, str]) -> Iterable[str]:
    """Return the desktop's languages, as gettext looks for them, in order of preference."""
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    spoken = next(filter(None, names), "") or (locale.getlocale()[0] or "" if os.name == "nt" else "")
    if spoken.partition(".")[0] in _NO_LANGUAGE:
        return (ENGLISH,)
    preferred = [*filter(None, environment.get("LANGUAGE", "").split(":")), spoken]
    return [
        code for entry in preferred for code in (entry.partition(".")[0], entry.partition("_")[0].partition(".")[0])
    ]
