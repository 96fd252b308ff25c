"""Newer versions of the program: a query to an address that a person has set, only when they ask for it.

The address answers as forges do for the latest release of a project, with an object that has `tag_name`, and its page
in `html_url` or `_links.self` (REST API of GitHub and of Gitea, “Get the latest release”; of GitLab, “Get the latest
release”). Proxies and certificates come from the usual variables, but none is used for this computer.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, ValidationError

from desktop_agent.core.errors import DesktopAgentError, ModelError, SettingsError, UnreachableError
from desktop_agent.core.texts.message import Message
from desktop_agent.core.version import __version__
from desktop_agent.model.endpoint import needs_key
from desktop_agent.settings.confirmed import settings_for_run

_WITHIN_S = 10.0
_MOST_BYTES = 4_000_000
_VERSION = re.compile(r"v?(\d{1,6}(?:\.\d{1,6}){0,3})(?:[+-].*)?")
_HEADERS = {"Accept": "application/json", "User-Agent": f"desktop-agent/{__version__}"}


@dataclass(frozen=True, slots=True)
class Release:
    """An available version, and its page; empty where none is reported."""

    version: str
    page: str

    @property
    def is_newer(self) -> bool:
        """Return whether the release is newer than the running program."""
        return _numbers(self.version) > _numbers(__version__)

    @property
    def sentence(self) -> str:
        """Return a sentence for the person about the newer release."""
        if self.page:
            return Message("Version {version} is available: {page}", version=self.version, page=self.page)
        return Message("Version {version} is available.", version=self.version)


def latest_release(address: str) -> Release:
    """Return the latest release at an address; takes ten seconds at most for each part of the answer.

    Raises:
        SettingsError: the address is not https, nor on this computer.
        UnreachableError: no server answers there.
        ModelError: the answer contains no release.
    """
    import http.client
    import urllib.error
    import urllib.request

    _check(address)
    direct = () if needs_key(address) else (urllib.request.ProxyHandler({}),)
    request = urllib.request.Request(address, headers=_HEADERS)  # noqa: S310 - checked, also once it was redirected
    try:
        with urllib.request.build_opener(*direct).open(request, timeout=_WITHIN_S) as answer:
            _check(answer.url)
            reply = _ReleaseAnswer.model_validate_json(answer.read(_MOST_BYTES))
    except (urllib.error.HTTPError, ValidationError) as error:
        raise _no_release(address) from error
    except (OSError, http.client.HTTPException) as error:
        raise UnreachableError(
            Message(
                "Nothing could be read from {host}: {reason}.",
                host=urlsplit(address).netloc,
                reason=str(getattr(error, "reason", error))[:200],
            )
        ) from error
    version = _VERSION.fullmatch(reply.tag_name)
    if version is None:
        raise _no_release(address)
    return Release(version[1], reply.html_url or reply.links.self_)


def update_notice(environment: Mapping[str, str] = os.environ) -> str:
    """Return a sentence where the settings ask for a check and there is a newer version; empty otherwise.

    The person did not start this check, so there is no error without an answer.
    """
    with suppress(DesktopAgentError):
        update = settings_for_run(environment, {}).update
        if update.address and (release := latest_release(update.address)).is_newer:
            return release.sentence
    return ""


class _Links(BaseModel):
    self_: str = Field("", alias="self")


class _ReleaseAnswer(BaseModel):
    tag_name: str
    html_url: str = ""
    links: _Links = Field(_Links(), alias="_links")


def _check(address: str) -> None:
    if urlsplit(address).scheme != "https" and needs_key(address):
        raise SettingsError(
            Message("The release address doesn't use https: {address}", address=address),
            Message("To set another one, run: desktop-agent config set update.address https://…"),
        )


def _no_release(address: str) -> ModelError:
    return ModelError(
        Message("{address} doesn't list a release.", address=address),
        Message("Use the address of the JSON for the latest release (see desktop-agent guide settings)."),
    )


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    while numbers[1:] and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
