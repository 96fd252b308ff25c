"""Asks a server twice in a process of its own, and prints by how much the second answer made it grow.

`python -m tests.faults.memory_child URL` prints one line of JSON: how many MiB at the highest were above what was held
before, and the sentence that the answer ended with. The caps are those that the program has by itself.
"""

import asyncio
import json
import re
import sys
from pathlib import Path

from desktop_agent.core.errors import ModelError
from desktop_agent.core.turn import Opening
from desktop_agent.model.caps import Timeouts
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.endpoint import endpoint
from desktop_agent.model.profiles import PROFILES
from desktop_agent.model.request_options import RequestOptions
from desktop_agent.model.wire.client import Client
from desktop_agent.model.wire.request_sender import RequestSender
from tests.fakes.thinking import Heard, answered, frame


def held(name: str) -> float:
    """Return MiB of memory: VmRSS now, VmHWM at the highest."""
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


def held_from_here() -> float:
    """Return the MiB that are held now, and let that be the highest so far."""
    Path("/proc/self/clear_refs").write_text("5")
    return held("VmRSS")


async def grown(url: str) -> tuple[float, str]:
    """Return by how many MiB the second answer made us grow, and what is said of it."""
    heard = Heard()
    asker = RequestSender(Client(endpoint(url), {}, Timeouts(tries=1, outage_s=0)), heard.announce, heard.sleep)
    mind = Conversation(
        PROFILES["local"], RequestOptions(base_url=url), key=None, announce=heard.announce, sender=asker
    )
    turn = await mind.think(Opening("Save a note", frame(0)))
    before, said = held_from_here(), "It was taken for an answer."
    try:
        await mind.think(answered(turn))
    except ModelError as error:
        said = error.message
    finally:
        await mind.close()
    return held("VmHWM") - before, said


if __name__ == "__main__":
    mib, sentence = asyncio.run(grown(sys.argv[1]))
    print(json.dumps({"mib": mib, "said": sentence}))  # noqa: T201 - for the process that started this one
