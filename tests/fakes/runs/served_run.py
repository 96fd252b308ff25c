"""A program that serves a run in a process of its own, with nobody to ask, until it is killed."""

import json
import sys

from desktop_agent.core.runs.events import RequestSent, RunStarted, Stamped
from desktop_agent.runtime.protocol.client import RunClient
from desktop_agent.runtime.protocol.process import HostProcess
from desktop_agent.runtime.spec import ClientServices, RunSpec
from desktop_agent.settings import settings_of


def tell(stamped: Stamped) -> None:
    if isinstance(stamped.event, RunStarted | RequestSent):
        sys.stdout.write(json.dumps(getattr(stamped.event, "dir", "thinking")) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    wanted = RunSpec(sys.argv[1], settings_of(json.loads(sys.argv[2])))
    with RunClient(HostProcess()) as client:
        client.prepare(wanted, ClientServices(listeners=(tell,)))
        client.run_here()
