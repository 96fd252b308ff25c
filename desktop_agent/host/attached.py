"""The files that go to the model with a task, as the slice that reads them offers it, and who they are sent to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol, cast
from urllib.parse import urlsplit

from desktop_agent.core.actions import Invoke
from desktop_agent.core.display_text import foreign
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.function import SEND_FILE
from desktop_agent.core.json_text import json_line
from desktop_agent.core.message import Message, join, plural
from desktop_agent.host import registry
from desktop_agent.model.request_options import spoken_dialect

if TYPE_CHECKING:
    from desktop_agent.core.attachment import Attachment
    from desktop_agent.host.provider import Provider
    from desktop_agent.run.result import RunContinuation
    from desktop_agent.settings import Settings

NO_READER = Message("No model is asked here that could read an attached file.")
_LEAVE_OUT = Message("Leave out --attach, or name another model with --provider.")
_NAMED, _LONGEST = 5, 60


class _Slice(Protocol):
    def read_attachments(self, written: Sequence[str], environment: Mapping[str, str], /) -> tuple[Attachment, ...]: ...


def attachments_of(
    settings: Settings,
    environment: Mapping[str, str],
    provider: Provider,
    *,
    is_model: bool,
    continues: RunContinuation | None,
) -> tuple[Attachment, ...]:
    """Read what is attached to a task, once; SettingsError where a file is kept from models, or can't be sent to this.

    `is_model`: this provider's model is asked, and nobody in its place.
    """
    if not settings.run.attach:
        return ()
    if provider.embedded or not is_model:
        raise SettingsError(NO_READER, _LEAVE_OUT)
    read = cast("_Slice", registry.offer("attachments")).read_attachments(settings.run.attach, environment)
    most, pictures = spoken_dialect(provider.profile, provider.options).most_pictures, sum(one.pictures for one in read)
    if most is not None and pictures >= most:
        raise SettingsError(
            Message(
                "The model “{model}” sees {most} pictures at a time, one of them of the screen; {count} are attached.",
                model=provider.model,
                most=most,
                count=pictures,
            ),
            Message("Attach fewer pictures or pages, or name another model."),
        )
    _check_same(read, continues)
    return read


def _check_same(read: Sequence[Attachment], continues: RunContinuation | None) -> None:
    """Raise SettingsError where a task goes on, and a file is another than the one that was sent with it."""
    before = {file.path: file.sha256 for file in continues.attached} if continues else {}
    changed = next((one.file for one in read if before.get(one.file.path, one.file.sha256) != one.file.sha256), None)
    if changed is not None:
        raise SettingsError(
            Message("“{file}” has changed since it was attached.", file=foreign(changed.name, _LONGEST)),
            Message("To send it as it is now: --attach {path}", path=changed.path),
        )


def files_to_confirm(attachments: Sequence[Attachment], provider: Provider) -> tuple[Invoke, ...]:
    """Return each file, and the host that it would be sent to, as the call that a person is shown."""
    host = urlsplit(provider.base_url).netloc
    files = (one.file for one in attachments)
    told = ({"file": file.path, "bytes": file.bytes, "to": host} for file in files)
    return tuple(Invoke(SEND_FILE, json_line(each)) for each in told)


def sent_along(paths: Sequence[str], host: str) -> str:
    """Return which files are sent to a host with the task, in a sentence; empty for none."""
    if not paths:
        return ""
    names = [foreign(PurePath(path).name or path, _LONGEST) for path in paths]
    more = len(names) - _NAMED
    told = [*names[:_NAMED], *([plural("{count} more", "{count} more", count=more)] if more > 0 else [])]
    if len(names) == 1:
        return Message("{file} is sent to {host} with the task.", file=names[0], host=host)
    return Message("{files} are sent to {host} with the task.", files=join(", ", told), host=host)
