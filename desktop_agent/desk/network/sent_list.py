"""Reads the list of what a desk let out, for its receipt."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from desktop_agent.desk.network.sent import SENT_FILE, SentBy, SentRequest


def sent_requests(folder: Path) -> list[SentRequest]:
    """Return what a desk let out, oldest first; a line that was cut off is passed over."""
    try:
        lines = (folder / SENT_FILE).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    return [sent for line in lines if (sent := _sent(line)) is not None]


def _sent(line: bytes) -> SentRequest | None:
    try:
        read = _SentLine.model_validate_json(line)
    except ValidationError:
        return None
    return SentRequest(read.at, read.method, read.host, read.path, read.encrypted, read.size, read.by)


class _SentLine(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)  # fields of later versions are passed over

    at: str
    method: str
    host: str
    path: str
    encrypted: bool
    size: int
    by: SentBy
