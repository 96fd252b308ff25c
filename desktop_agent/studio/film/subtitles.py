"""Writes a film's words as a .srt file, which players lay over the film and screen readers read out. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.studio.film.timeline import Subtitle


def srt(subtitles: Sequence[Subtitle]) -> str:
    """Return the file; a line in it cannot be empty, which would end what is said."""
    return "\n".join(
        f"{number}\n{_time(one.start_ms)} --> {_time(one.end_ms)}\n{_lines(one.text)}\n"
        for number, one in enumerate(subtitles, 1)
    )


def _lines(text: str) -> str:
    return "\n".join(line.replace("-->", "→") for line in text.splitlines() if line.strip())


def _time(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d},{rest:03d}"
