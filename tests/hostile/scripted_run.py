"""One real run with a scripted model and nobody there, as all plays of this folder have it."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping

from desktop_agent.core.runs.events import Stamped
from desktop_agent.lib.paths import places
from desktop_agent.run.end.result import RunResult
from desktop_agent.runtime.prepare import prepare
from desktop_agent.runtime.spec import ClientServices, RunSpec
from desktop_agent.settings import load
from tests.fakes.servers.script import Answer, says
from tests.fakes.servers.scripted_server import ScriptedServer


def scripted_run(
    answers: Iterator[Answer], settings: Mapping[str, object], hear: Callable[[Stamped], None]
) -> RunResult:
    """Run with these answers of a model; what goes wrong while they are made is raised here."""
    lock = threading.Lock()
    broke = list[Exception]()

    def answer(_body: Mapping[str, object]) -> Answer:
        with lock:
            try:
                return next(answers, says("Done."))
            except Exception as error:  # noqa: BLE001 - raised again where the run was started
                broke.append(error)
                return says("Broken.")

    with ScriptedServer([answer] * 5000, dialect="openai") as server:
        flags = {"provider.base_url": server.base_url, "provider.dialect": "openai", "run.max_steps": 5000}
        flags |= {"run.max_minutes": 120.0, "run.record": False, **settings}
        sourced = load(places(os.environ).config_file, os.environ, flags)
        result = prepare(RunSpec("Tidy up", sourced.settings), ClientServices(listeners=(hear,))).run()
    if broke:
        raise broke[0]
    if server.objections:
        raise AssertionError(server.objections)
    return result
