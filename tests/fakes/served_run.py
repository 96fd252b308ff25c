"""A program that serves a run in a process of its own, with nobody to ask, until it is killed."""

import json
import os
import sys

from desktop_agent.core.events import RequestSent, RunStarted, Stamped
from desktop_agent.core.stream_update import pass_nothing_on
from desktop_agent.host.client import ClientServices, RunClient
from desktop_agent.host.process import HostProcess
from desktop_agent.host.protocol import Start
from desktop_agent.run.stand_ins import AbsentApprover, NoOverlays
from desktop_agent.settings import Settings, settings_of
from desktop_agent.ui.session.shared_approvals import SharedApprovals


def start(task: str, settings: Settings) -> Start:
    return Start(task, settings, (), (), os.getpid(), frozenset())


def tell(stamped: Stamped) -> None:
    if isinstance(stamped.event, RunStarted | RequestSent):
        sys.stdout.write(json.dumps(getattr(stamped.event, "dir", "thinking")) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    wanted = start(sys.argv[1], settings_of(json.loads(sys.argv[2])))
    with RunClient(HostProcess()) as client:
        client.prepare(
            wanted, ClientServices(AbsentApprover(), NoOverlays(), (tell,), pass_nothing_on, SharedApprovals())
        )
        client.run_here()
