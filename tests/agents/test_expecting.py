"""What an agent expects of the end is looked for by us, and what is not on the screen is told to nobody unasked."""

from __future__ import annotations

import asyncio
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.mcp_agent import agent, environment

CANARY = "door code 4711"
UNSEEN = (
    'file:{0}/diary.txt contains "4711"',
    "file:{0}/diary.txt matches ^door code [0-4]",
    "file:{0}/diary.txt",
    "file:{0}/diary.txt equals {0}/open/note.txt",
    "file:{0}/open/note.txt equals {0}/diary.txt",
    'file:{0}/open/link.txt contains "door"',
    "cell:{0}/Budget.ods!March!B2=98765",
    "text:{0}/letter.odt~salary",
    'file:/proc/self/environ contains "HOME"',
    'clipboard:"door code 4711"',
)
LOOKED_AT = 'file:{0}/open/note.txt contains "door"'


def test_what_is_not_on_the_screen_is_told_to_nobody_unasked(display: PrivateDisplay, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text(CANARY)
    (tmp_path / "open").mkdir()
    (tmp_path / "open/note.txt").write_text(CANARY)
    (tmp_path / "open/link.txt").symlink_to("../diary.txt")
    flags = ("--mode", "auto", "--approver", "none", "--allow", f"files:{tmp_path}/open")
    unseen = [what.format(tmp_path) for what in UNSEEN]

    async def work() -> None:
        async with agent(environment(display, tmp_path), *flags) as caller:
            await caller.call("look", show="none")
            at_the_end = await caller.call("stop", summary="Done.", expect=unseen)
            unknown = at_the_end.text.count("the person didn't allow the agent to know this")
            unknown += at_the_end.text.count("its state at the start isn't known")
            assert (unknown, "isn't true yet" in at_the_end.text) == (len(unseen), True), at_the_end.text
            ended = await caller.call("stop", summary="Done.", expect=[LOOKED_AT.format(tmp_path)])
            assert f"{len(unseen)} of {len(unseen) + 1} expectations don't hold" in ended.text
            of_a_task = await caller.call("run_task", task="wait 1 second", expect=unseen[:1])
            assert "Looking into what an agent wants to be checked wasn't allowed" in of_a_task.text
            assert "holds" not in of_a_task.text

    asyncio.run(work())
