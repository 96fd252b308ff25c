"""A task of plain steps in an application, with what must hold afterwards by the application's own word.

The sixty were written down before the first run. `right` is what the application's own word must be; a task with
`refused` asks for what is not there or not so, and is right when the run does not end as completed and nothing was
done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.bench.offline_tasks import apps

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Case:
    """One task in one application."""

    app: str
    start: apps.Start
    task: str
    right: Facts | Callable[[Facts], bool] = field(default_factory=dict)
    refused: bool = False

    def holds(self, held: Facts) -> bool:
        """Tell whether what the application holds is right."""
        if callable(self.right):
            return self.right(held)
        return all(str(held.get(name)) == str(value) for name, value in self.right.items())
