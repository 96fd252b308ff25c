"""All tasks, by their numbers."""

from tests.bench.meant_tasks import files, fresh, office, own, pictures, sound, web

TASKS = tuple(
    sorted(
        (*office.TASKS, *pictures.TASKS, *files.TASKS, *web.TASKS, *sound.TASKS, *fresh.TASKS, *own.TASKS),
        key=lambda task: task.number,
    )
)
