"""The files and earlier steps that go to the model with a task, as slices read them, and their destination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop_agent.core.actions.action import SEND_FILE, Invoke
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.runs.material import Attachment, Guidance, Material, pictures_in
from desktop_agent.core.texts.foreign_text import json_line
from desktop_agent.core.texts.message import Message, foreign, join, plural
from desktop_agent.model.request_options import spoken_dialect
from desktop_agent.runtime import slices

if TYPE_CHECKING:
    from desktop_agent.run.end.result import RunContinuation
    from desktop_agent.runtime.provider.resolve import Provider
    from desktop_agent.runtime.spec import RunSpec

NO_READER = Message("This run doesn't have a model that can read attached files or follow earlier steps.")
_LEAVE_OUT = Message("Omit --attach and --like, or choose another model with --provider.")
_NAMED = 5
_LONGEST = 60


def material_of(
    spec: RunSpec, environment: Mapping[str, str], provider: Provider, *, is_model: bool
) -> tuple[Material, ...]:
    """Read the material of a task, once; SettingsError where a file is kept from models, or can't be sent to this one.

    `is_model`: this provider's model is asked, and nothing in its place.
    """
    run = spec.settings.run
    if not (run.attach or run.like):
        return ()
    if provider.embedded or not is_model:
        raise SettingsError(NO_READER, _LEAVE_OUT)
    files = slices.attachments.read_attachments(run.attach, environment)
    _check_same(files, spec.continues)
    steps = slices.guidance.read_guidance(run.like, environment) if run.like else None
    read: tuple[Material, ...] = (*files, steps) if steps else files
    most = spoken_dialect(provider.profile, provider.settings).most_pictures
    pictures = pictures_in(read)
    if most is not None and pictures >= most and steps is not None:
        # The words of earlier steps do without their pictures; a file does not.
        steps = Guidance(steps.name, tuple(part for part in steps.parts if isinstance(part, str)))
        read = (*files, steps)
        pictures = pictures_in(files)
    if most is not None and pictures >= most:
        raise SettingsError(
            Message(
                "The model “{model}” can see {most} images at a time, including the screenshot, but "
                "{count} are attached.",
                model=provider.model,
                most=most,
                count=pictures,
            ),
            Message("Attach fewer images or pages, or choose another model."),
        )
    return read


def _check_same(read: Sequence[Attachment], continues: RunContinuation | None) -> None:
    """Raise SettingsError where a task goes on, and a file is another than the one that was sent with it."""
    before = {file.path: file.sha256 for file in continues.attached} if continues else {}
    changed = next(
        (item.file for item in read if before.get(item.file.path, item.file.sha256) != item.file.sha256), None
    )
    if changed is not None:
        raise SettingsError(
            Message("“{file}” has changed since it was attached.", file=foreign(changed.name, _LONGEST)),
            Message("To send the current version: --attach {path}", path=changed.path),
            in_window=Message("To send the current version, attach it again."),
        )


def material_to_confirm(material: Sequence[Material], provider: Provider) -> tuple[Invoke, ...]:
    """Return each file, with the host that it would be sent to, as the call that is shown to a person."""
    host = urlsplit(provider.base_url).netloc
    facts = (
        {"file": item.file.path, "bytes": item.file.bytes} if isinstance(item, Attachment) else {"steps of": item.name}
        for item in material
    )
    return tuple(Invoke(SEND_FILE, json_line({**fact, "to": host})) for fact in facts)


def guidance_source(material: Sequence[Material]) -> str:
    """Return the run or the file whose steps are shown to the model; empty for none."""
    return next((item.name for item in material if isinstance(item, Guidance)), "")


def files_sent(paths: Sequence[str], host: str) -> str:
    """Return a sentence on the files that are sent to a host with the task; empty for none."""
    if not paths:
        return ""
    names = [foreign(PurePath(path).name or path, _LONGEST) for path in paths]
    more = len(names) - _NAMED
    shown_names = [*names[:_NAMED], *([plural("{count} more", "{count} more", count=more)] if more > 0 else [])]
    if len(names) == 1:
        return Message("{file} is sent to {host} with the task.", file=names[0], host=host)
    return Message("{files} are sent to {host} with the task.", files=join(", ", shown_names), host=host)


def steps_sent(like: str, host: str) -> str:
    """Return a sentence on the steps that are sent to a host with the task; empty for none."""
    if not like:
        return ""
    return Message(
        "The steps of {run}, along with small screenshots of where they happened, are sent to {host} with the task.",
        run=foreign(PurePath(like).name, _LONGEST),
        host=host,
    )
