"""Runs a set's own judge behind walls of its own: `python3 judging.py`, a JSON object on stdin and one on stdout.

What the judge asks of the computer goes over a socket to the stage hand of the desk, and to nowhere else: there is no
network. A package that is not there is stood for until something of it is used: then there is no verdict.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import json
import os
import socket
import sys
import threading
import traceback
import types
import urllib.error
import urllib.parse
import urllib.request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_PORT = 5000  # of OSWorld's server, which some look-ups spell out
_USED: set[str] = set()
_READY = threading.Event()  # everything is imported: what is used from now on is missing


class MissingPackageError(BaseException):
    """A package that the judge uses is not there; no `except Exception` of the judge's takes it for a verdict."""


class _StandIn(types.ModuleType):
    """A package that is not there, or something of one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__ = []

    def __getattr__(self, name: str) -> object:
        if name.startswith("__") and name != "__mro_entries__":
            raise AttributeError(name)
        if name == "__mro_entries__":
            return lambda _: (object,)
        return self._used(_StandIn(f"{self.__name__}.{name}"))

    def __call__(self, *arguments: object, **_: object) -> object:
        self._used(None)
        return arguments[0] if len(arguments) == 1 and callable(arguments[0]) else self

    def __getitem__(self, _: object) -> object:
        return self._used(self)

    def __or__(self, _: object) -> object:
        return self

    __ror__ = __or__

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def _used(self, value: object) -> object:
        if _READY.is_set():
            name = self.__name__.partition(".")[0]
            _USED.add(name)
            raise MissingPackageError(name)
        return value


class _StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Stands for every package that the judge itself imports and nothing else finds."""

    def __init__(self, judge: str, package: str) -> None:
        self._judge, self._package = judge, package.partition(".")[0]

    def find_spec(self, name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        frame = sys._getframe(1)  # noqa: SLF001 - who imports is told nowhere else
        while frame.f_back is not None and "importlib" in frame.f_code.co_filename:
            frame = frame.f_back
        theirs = frame.f_code.co_filename.startswith(self._judge) and name.partition(".")[0] != self._package
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if theirs else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Leave it as it is."""


class _Controller:
    """What the judge's getters call of OSWorld's controller."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}"

    def get_file(self, path: str) -> bytes | None:
        body = urllib.parse.urlencode({"file_path": path}).encode()
        try:
            with urllib.request.urlopen(f"{self._url}/file", body) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError:
            return None

    def execute_python_command(self, command: str) -> object:
        return self._asked("/execute", {"command": ["python3", "-c", command], "shell": False})

    def get_vm_platform(self) -> str:
        return "Linux"

    def get_vm_screen_size(self) -> object:
        return self._asked("/screen_size", {})

    def get_vm_directory_tree(self, path: str) -> object:
        told = self._asked("/list_directory", {"path": path})
        return told.get("directory_tree")

    def get_vm_desktop_path(self) -> str:
        return "/home/user/Desktop"

    def get_terminal_output(self) -> None:
        return None

    def _asked(self, path: str, told: Mapping[str, object]) -> dict[str, object]:
        request = urllib.request.Request(
            self._url + path, json.dumps(told).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request) as answer:
                return dict(json.loads(answer.read()))
        except urllib.error.HTTPError:
            return {}


def _forwarded(place: str) -> int:
    """Answer on a port of this network, which is empty, with what the socket of the stage hand answers."""
    listening = socket.create_server(("127.0.0.1", _PORT))

    def copy(source: socket.socket, sink: socket.socket) -> None:
        try:
            while content := source.recv(65536):
                sink.sendall(content)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def serve() -> None:
        while True:
            caller = listening.accept()[0]
            hand = socket.socket(socket.AF_UNIX)
            hand.connect(place)
            threading.Thread(target=copy, args=(caller, hand), daemon=True).start()
            threading.Thread(target=copy, args=(hand, caller), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return int(listening.getsockname()[1])


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def verdict(order: Mapping[str, object]) -> float:
    """Return the score, as OSWorld's `evaluate` counts it."""
    told = dict(order["evaluator"])  # type: ignore[call-overload]
    if told["func"] == "infeasible":
        return float(bool(order["gave_up"]))
    if order["gave_up"]:
        return 0.0
    name = str(order["package"])
    metrics, getters = importlib.import_module(f"{name}.metrics"), importlib.import_module(f"{name}.getters")
    if not hasattr(metrics, str(_several(told["func"])[0])):
        metrics = importlib.import_module(name)
    port = _forwarded(str(order["hand"]))
    size = order["size"]
    environment = types.SimpleNamespace(
        vm_ip="127.0.0.1", server_port=port, chromium_port=9222, vlc_port=8080, cache_dir=order["cache"],
        vm_platform="Linux", vm_machine="x86_64", vm_screen_size=size, controller=_Controller(port),
        config=order["config"], evaluator=told, task_id=order["id"], instruction=order["instruction"],
    )  # fmt: skip
    _READY.set()

    def got(described: object) -> object:
        if not isinstance(described, dict) or not described:
            return None
        return getattr(getters, f"get_{described['type']}")(environment, described)

    functions = _several(told["func"])
    count = len(functions)
    wants = bool(told.get("expected"))
    results = _several(told.get("result") or {}) + [{}] * count
    expected = _several(told.get("expected") or {}) + [{}] * count
    options = _several(told.get("options") or {}) + [{}] * count
    conjunction = told.get("conj", "and")
    scores = []
    for number, function in enumerate(functions):
        metric: Callable[..., object] = getattr(metrics, str(function))
        more = options[number] if isinstance(options[number], dict) else {}
        try:
            state = got(results[number])
            arguments: Sequence[object] = (state, got(expected[number])) if wants else (state,)
            score = float(metric(*arguments, **(more or {})))  # type: ignore[arg-type]
        except FileNotFoundError:
            score = 0.0
        if conjunction == "and" and score == 0.0:
            return 0.0
        if conjunction == "or" and score == 1.0:
            return 1.0
        scores.append(score)
    return sum(scores) / len(scores) if conjunction == "and" else max(scores)


def main() -> None:
    """Judge once; the judge's own words go to stderr."""
    answers = os.dup(1)
    os.dup2(2, 1)
    order = json.load(sys.stdin)
    sys.path[:0] = [str(path) for path in order["paths"]]
    sys.meta_path.append(_StandIns(str(order["paths"][0]), str(order["package"])))
    told: dict[str, object] = {}
    try:
        told["score"] = verdict(order)
    except MissingPackageError:
        pass
    except BaseException as error:  # noqa: BLE001 - somebody else's code
        traceback.print_exc()
        told["error"] = f"{type(error).__name__}: {error}"
    if _USED:
        told = {"missing": sorted(_USED)}
    os.write(answers, json.dumps(told).encode())
    os._exit(0)


if __name__ == "__main__":
    main()
