"""Writes a file of steps; what `parse` reads of it is the same data again. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_agent.studio.steps.attributes import written
from desktop_agent.studio.steps.quotes import quoted
from desktop_agent.studio.steps.step import Step, StepFile, Variable


def write_steps(file: StepFile) -> str:
    """Return the text of a file of steps."""
    blocks = [*_header(file), *(_step(number, step) for number, step in enumerate(file.steps, start=1))]
    blocks += [_comments(file.after)] if file.after else []
    return "\n\n".join(blocks) + "\n"


def _header(file: StepFile) -> Iterator[str]:
    size = f"{file.size.width}x{file.size.height}" if file.size else ""
    said = {
        "title": file.title,
        "size": size,
        "theme": ", ".join(file.themes),
        "language": ", ".join(file.languages),
        "open": file.open,
    }
    lines = [f"{key}: {text}" for key, text in said.items() if text]
    lines += map(_variable, file.variables)
    if file.comments:
        lines.insert(0, _comments(file.comments))
    if lines:
        yield "\n".join(lines)


def _variable(variable: Variable) -> str:
    value = () if variable.value is None else ("=", quoted(variable.value))
    return " ".join(("set", variable.name, *value))


def _step(number: int, step: Step) -> str:
    comments = [_comments(step.comments)] if step.comments else []
    return "\n".join([*comments, f"{number}. {step.text}", *(f"   {name}: {text}" for name, text in written(step))])


def _comments(comments: tuple[str, ...]) -> str:
    return "\n".join(f"# {text}".rstrip() for text in comments)
