"""Let a language model work a person's real computer, under that person's eyes."""

from typing import TYPE_CHECKING, Any

from desktop_agent.app import compiled

if TYPE_CHECKING:
    from desktop_agent.api import RunResult, run_task

__all__ = ["RunResult", "__version__", "run_task"]
__version__ = "0.1.0"

compiled.load_from(__path__[0])


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what a lazy import gives depends on the name
    """Import the app only when it is asked for: `--help` must not wait for it."""
    if name in {"RunResult", "run_task"}:
        from desktop_agent import api

        return getattr(api, name)
    raise AttributeError(name)
