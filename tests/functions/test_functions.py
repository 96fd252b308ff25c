"""What a call of a function would run, what it is refused for, and what its program gets to see."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from desktop_agent.core.actions.action import STARTS, Function, Invoke, Look, Ran, StartedProgram
from desktop_agent.core.decisions.decision import Allow, Ask
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.decisions.permit import Binding
from desktop_agent.core.errors import RunOrderError
from desktop_agent.core.pictures import Rect, Size, Viewport
from desktop_agent.core.runs.turn import InvalidAction
from desktop_agent.functions.catalogue import UserFunctions, allowed_variables
from desktop_agent.functions.programs import program_functions, started_program
from desktop_agent.lib.installed_programs import InstalledPrograms
from desktop_agent.policy.gate import SingleUseGate
from desktop_agent.policy.judge import judge_function
from tests.fakes.programs.programs import CITY, ECHO, function
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program  # every function is a program

BINDING = Binding("run", 1, "f1", 0, Look(), (), Viewport(Rect(0, 0, 9, 9), Size(9, 9)), "digest", None)


def ready(one: Function, arguments: str = '{"city":"Paris"}') -> Invoke | InvalidAction:
    return functions_of(one)[0].ready(Invoke(one.name, arguments))


def functions_of(*functions: Function, environment: Mapping[str, str] | None = None) -> tuple[UserFunctions, Any]:
    gate = SingleUseGate(time.monotonic, lambda: "serial")
    return UserFunctions(functions, gate.redeem, environment or {"PATH": "/usr/bin:/bin"}), gate


def ran(one: Function, arguments: str = '{"city":"Paris"}', environment: Mapping[str, str] | None = None) -> Ran:
    functions, gate = functions_of(one, environment=environment)
    call = functions.ready(Invoke(one.name, arguments))
    assert isinstance(call, Invoke), call
    binding = replace(BINDING, action=call)
    return asyncio.run(functions.run(gate.permit(binding, Allow())))


def test_the_call_of_a_function_shows_the_whole_command() -> None:
    one = function(ECHO, "--city", "Paris", cwd="/tmp", environment=("DISPLAY",))

    command = (sys.executable, "-c", ECHO, "--city", "Paris")
    assert ready(one) == Invoke("weather", '{"city":"Paris"}', "", command, "/tmp", ("DISPLAY",))


def test_the_program_is_looked_for_where_it_will_be_run_from(tmp_path: Path) -> None:
    program = tmp_path / "weather"
    program.write_text("#!/bin/sh\necho dry\n")
    program.chmod(0o755)
    here = Function("weather", "x", CITY, command=("./weather",), cwd=str(tmp_path))
    by_path = Function("weather", "x", CITY, command=("weather",))

    made, _ = functions_of(by_path, environment={"PATH": str(tmp_path)})

    assert getattr(ready(here), "command", None) == (str(program),)
    assert getattr(made.ready(Invoke("weather", '{"city":"x"}')), "command", None) == (str(program),)
    assert isinstance(ready(by_path), InvalidAction)
    assert ran(here) == Ran("dry")


def test_a_program_sees_a_few_variables_and_those_that_are_named_but_no_key() -> None:
    secrets = ("OPENAI_API_KEY", "TZAFON_API_KEY", "DESKTOP_AGENT_API_KEY", "GITHUB_TOKEN", "DB_PASSWORD")
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "DISPLAY": ":7", "EDITOR": "vi"}
    environment |= dict.fromkeys(secrets, "canary")
    code = "import os, json; print(json.dumps(sorted(os.environ)))"

    one = function(code, environment=("DISPLAY", "OPENAI_API_KEY", "GITHUB_TOKEN"))
    seen = ran(one, environment=environment).output

    assert set(eval(seen)) - {"LC_CTYPE"} == {"PATH", "LANG", "DISPLAY"}
    assert "canary" not in str(allowed_variables(environment, environment))


def test_nothing_runs_without_a_permit_or_twice_with_one(tmp_path: Path) -> None:
    functions, gate = functions_of(function(f"open({str(tmp_path / 'left')!r}, 'a').write('x')"))
    call = functions.ready(Invoke("weather", '{"city":"Paris"}'))
    assert isinstance(call, Invoke)
    binding = replace(BINDING, action=call)
    permit = gate.permit(binding, Allow())

    asyncio.run(functions.run(permit))
    with pytest.raises(RunOrderError):
        asyncio.run(functions.run(permit))
    look = gate.permit(BINDING, Allow())
    with pytest.raises(RunOrderError, match="no command"):
        asyncio.run(functions.run(look))

    assert (tmp_path / "left").read_text() == "x"


ENTRY = "[Desktop Entry]\nType=Application\nName={}\nExec={}\n"


def installed(home: Path, **entries: str) -> dict[str, str]:
    folder = home / "share" / "applications"
    folder.mkdir(parents=True)
    for name, entry in entries.items():
        (folder / f"{name}.desktop").write_text(entry)
    data = {"XDG_DATA_HOME": str(home / "share"), "XDG_DATA_DIRS": str(home / "none")}
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", **data}


def test_a_program_is_known_by_its_name_with_the_whole_command_and_is_asked_about(tmp_path: Path) -> None:
    entry = ENTRY.format("My Editor", 'cat -n "two words" %F --at=%u 50%%')

    functions = program_functions(installed(tmp_path, editor=entry))

    function = functions["my editor"]
    assert ("open My Editor", "ask") == (function.name, function.verdict)
    assert ("cat", "-n", "two words", "--at=", "50%") == function.command[4:]
    asked = {mode: judge_function(Invoke(function.name), function.verdict, mode) for mode in get_args(Mode)}
    assert all(isinstance(asked[mode], Ask) for mode in ("ask", "guard"))
    assert Allow("function", by="mode") == asked["auto"]


def test_a_program_is_also_known_by_its_kind_and_its_file_where_no_other_has_these(tmp_path: Path) -> None:
    kind = "GenericName=Viewer\n"
    entries = {name: ENTRY.format(name.title(), command) + kind for name, command in (("cat", "wc"), ("two", "cat"))}

    functions = program_functions(installed(tmp_path, three=ENTRY.format("Three", "wc -l"), **entries))

    assert {name: function.name for name, function in functions.items()} == {
        **{name: f"open {name.title()}" for name in ("cat", "two", "three")}  # a name is more than a file's
    }


@pytest.mark.parametrize(
    "entry",
    [
        ENTRY.format("Hidden", "cat") + "NoDisplay=true\n",
        ENTRY.format("In a terminal", "cat") + "Terminal=true\n",
        ENTRY.format("Missing", "no-such-program-here"),
        ENTRY.format("Shell", "sh -c 'rm -r x'"),
        ENTRY.format("Open quote", 'cat "x'),
        "[Desktop Entry]\nType=Link\nName=A page\nURL=x\n",
        "no entry at all",
    ],
)
def test_a_command_that_no_menu_starts_is_no_known_program(tmp_path: Path, entry: str) -> None:
    assert {} == program_functions(installed(tmp_path, one=entry))


@pytest.mark.parametrize(
    ("command", "kinds", "path"),
    [
        ("true", "Utility;", "/usr/bin/true"),
        ("true --new %U", "", "/usr/bin/true"),
        ("/usr/bin/env", "", "/usr/bin/env"),
        ("env true", "", ""),
        ("true", "Network;WebBrowser;", "/usr/bin/true"),
        ("ldd --new", "Network;WebBrowser;", "/usr/bin/ldd"),  # the script that starts a browser
        ("linked", "Network;WebBrowser;", "/usr/bin/true"),
        ("true https://example.org", "Network;WebBrowser;", ""),
        ("python3", "Network;WebBrowser;", ""),
        ("python3", "", ""),
        ("ldd", "", ""),  # a script
        ("linked", "", ""),
        ("no-such-program", "", ""),
    ],
)
def test_a_start_names_its_program_only_where_that_alone_will_run(
    command: str, kinds: str, path: str, tmp_path: Path
) -> None:
    environment = installed(tmp_path, one=f"{ENTRY.format('One', command)}Categories={kinds}\n")
    (tmp_path / "linked").symlink_to("/usr/bin/true")
    (tmp_path / "krunner").write_bytes(Path("/usr/bin/true").read_bytes())
    (tmp_path / "krunner").chmod(0o755)
    environment["PATH"] += f":{tmp_path}"

    started = started_program(starting("One", command), environment)

    assert started is not None
    assert (started.name, started.path, started.covers_work) == ("One", path, bool(path))


@pytest.mark.parametrize(
    ("command", "kinds"),
    [("true", "System;TerminalEmulator;"), ("krunner", ""), ("xterm", "")],
)
def test_a_yes_to_the_start_of_a_terminal_or_a_launcher_says_nothing_of_the_work(
    command: str, kinds: str, tmp_path: Path
) -> None:
    environment = installed(tmp_path, one=f"{ENTRY.format('One', command)}Categories={kinds}\n")
    for name in ("krunner", "xterm"):
        (tmp_path / name).write_bytes(Path("/usr/bin/true").read_bytes())
        (tmp_path / name).chmod(0o755)
    environment["PATH"] = f"{tmp_path}:/usr/bin"

    started = started_program(starting("One", command), environment)

    assert started is not None
    assert not started.covers_work


def starting(name: str, command: str) -> Invoke:
    return Invoke(f"open {name}", "{}", "", (sys.executable, *STARTS, *(w for w in command.split() if w != "%U")))


def test_a_call_of_another_kind_starts_no_program() -> None:
    assert started_program(Invoke("open mail", command=("/usr/bin/true",)), {"PATH": "/usr/bin"}) is None


@pytest.mark.skipif(os.getuid() != 0, reason="only root can install for all")
def test_a_start_by_an_administrators_entry_is_known_by_all_its_names_unless_another_program_comes_first(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "share" / "applications"
    own = tmp_path / "bin"
    environment = installed(tmp_path, calc=f"{ENTRY.format('Sheet', 'cat --calc %U')}Name[de]=Tabelle\nGenericName=X\n")
    programs = InstalledPrograms([folder], [])
    call = starting("Sheet", "cat --calc")

    started = started_program(call, environment, programs)

    assert started == StartedProgram(
        "Sheet", "/usr/bin/cat", frozenset({"calc", "cat", "sheet", "tabelle"}), covers_work=True
    )
    own.mkdir()
    (own / "cat").write_bytes(Path("/usr/bin/true").read_bytes())
    (own / "cat").chmod(0o755)
    os.chown(own / "cat", 65534, 65534)
    first = started_program(call, environment | {"PATH": f"{own}:/usr/bin"}, programs)
    assert first == StartedProgram("Sheet", str(own / "cat"), frozenset(), covers_work=True)


def test_a_program_stays_when_the_call_that_started_it_is_over_and_one_that_fails_says_so(tmp_path: Path) -> None:
    file = tmp_path / "said"
    script = tmp_path / "program"
    script.write_text(f"#!/bin/sh\necho $$ $PWD > {file}\nexec tail -f /dev/null\n")
    script.chmod(0o755)
    environment = installed(tmp_path, stays=ENTRY.format("Stays", script), fails=ENTRY.format("Fails", "false"))
    functions = program_functions(environment)

    def error_of(name: str) -> str:
        return ran(functions[name], "{}", environment).error

    assert "" == error_of("stays")
    assert "It ended immediately with exit code 1." in error_of("fails")
    pid, folder = str(wait_until(lambda: file.exists() and file.read_text(), "the program's id")).split()
    try:
        os.kill(int(pid), 0)
    finally:
        os.kill(int(pid), signal.SIGKILL)
    assert folder == str(tmp_path)  # the person's home, where it offers to save
