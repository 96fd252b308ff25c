"""All tasks, by their numbers."""

from tests.bench.meant_tasks import files, office, pictures, sound, web

TASKS = tuple(
    sorted((*office.TASKS, *pictures.TASKS, *files.TASKS, *web.TASKS, *sound.TASKS), key=lambda task: task.number)
)
