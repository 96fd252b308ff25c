"""How a run ended, in the words that every surface uses."""

from __future__ import annotations


def ended(status: str, message: str) -> str:
    """Return a status and what is said of it as one sentence, which says nothing twice."""
    word = status.capitalize()
    if not message or message == f"{word}.":
        return word
    return message if message.startswith(f"{word} ") else f"{word}: {message}"


def counted(number: int, noun: str) -> str:
    """Return a number of things in words."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def length(turns: int, actions: int, seconds: float) -> str:
    """Return how long a run was."""
    return f"{counted(turns, 'step')}, {counted(actions, 'action')}, {seconds:.1f} s"
