"""What slices offer to the packages below them: files of theirs, imported when first used.

Use them as `slices.attachments.read_attachments(…)`. To a type checker each is a plain import; a test holds that both
lists name the same files.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from desktop_agent.desk.commands import place as side_desk
    from desktop_agent.desk.receipt import change_set as change_sets
    from desktop_agent.desk.receipt import lines as receipt_page
    from desktop_agent.desk.runs import copied_folders as copied_folders
    from desktop_agent.desk.runs import desks as resumed_desks
    from desktop_agent.desk.runs import on_desk as desks_of_runs
    from desktop_agent.desk.view import picture as desk_picture
    from desktop_agent.desk.view import remote_hand as remote_hand
    from desktop_agent.doctor.commands import provider_test as provider_test
    from desktop_agent.films.commands import demonstrated as demonstrated
    from desktop_agent.films.commands import guided as guided
    from desktop_agent.films.commands import run_video as run_video
    from desktop_agent.notify import run_notifier as notifier
    from desktop_agent.offline import resume as offline_resumption
    from desktop_agent.offline import run_access as offline_model
    from desktop_agent.tasks import attachments as attachments
    from desktop_agent.tasks.commands import running as repetition
    from desktop_agent.tasks.expectations import check as expectations
    from desktop_agent.tasks.saved import desk_tasks as desk_tasks
    from desktop_agent.tasks.steps import guidance as guidance
    from desktop_agent.tasks.steps import player as player
    from desktop_agent.web import watching as watching

FILES: Final = {
    "attachments": "tasks.attachments",
    "change_sets": "desk.receipt.change_set",
    "copied_folders": "desk.runs.copied_folders",
    "demonstrated": "films.commands.demonstrated",
    "desk_picture": "desk.view.picture",
    "desk_tasks": "tasks.saved.desk_tasks",
    "desks_of_runs": "desk.runs.on_desk",
    "expectations": "tasks.expectations.check",
    "guidance": "tasks.steps.guidance",
    "guided": "films.commands.guided",
    "notifier": "notify.run_notifier",
    "offline_model": "offline.run_access",
    "offline_resumption": "offline.resume",
    "player": "tasks.steps.player",
    "provider_test": "doctor.commands.provider_test",
    "receipt_page": "desk.receipt.lines",
    "remote_hand": "desk.view.remote_hand",
    "repetition": "tasks.commands.running",
    "resumed_desks": "desk.runs.desks",
    "run_video": "films.commands.run_video",
    "side_desk": "desk.commands.place",
    "watching": "web.watching",
}

if not TYPE_CHECKING:  # else every other name would be a module, too

    def __getattr__(name: str) -> object:
        """Import the file of that name; AttributeError where there is none."""
        if name not in FILES:
            raise AttributeError(name)
        return import_module(f"desktop_agent.{FILES[name]}")
