"""Faults put in on purpose: which of them the tests of the same folders miss, and which of these nobody has explained.

    .mutmut/bin/python packaging/mutants.py          a share of the faults that mutmut can put into each place
    .mutmut/bin/python packaging/mutants.py 100      all of them, which takes hours; or another percentage

mutmut makes a copy of the program in which each function exists once more for each fault. What mypy rejects needs no
test; for the rest it runs the tests that reach the function. `tests/mutants.toml` explains the survivors that no test
can or should catch. It fails where more than a tenth of those tried in a place survive unexplained.
"""

import json
import os
import sys
import tempfile
import tomllib
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path
from zlib import crc32

ROOT = Path(__file__).resolve().parents[1]
EXPLAINED = ROOT / "tests" / "mutants.toml"
# Where faults are put, and how many of a hundred are tried by default.
PLACES = {
    "desktop_agent/policy/*.py": 6,
    "desktop_agent/model/reading/*.py": 6,
    "desktop_agent/input/perform.py": 40,
    "desktop_agent/record/journal.py": 100,
}
CONFIG = {
    "source_paths": ["desktop_agent"],
    "only_mutate": [*PLACES],
    "also_copy": ["assets", "packaging"],
    "pytest_add_cli_args_test_selection": ["tests/policy", "tests/model", "tests/input", "tests/record"],
    "pytest_add_cli_args": [
        "-n0",
        "-pno:cacheprovider",
        "--ignore=tests/model/wire",
        # The plain ones, and those that start a program, as all of perform.py count.
        "-mnot soak and not display and not sway and not mutter",
    ],
    "type_check_command": [
        *(sys.executable, "-m", "mypy", "--output", "json", *(place.removesuffix("/*.py") for place in PLACES)),
        # These it says of how mutmut writes a function, not of the fault.
        *("--allow-untyped-decorators", "--no-warn-unreachable", "--no-warn-unused-ignores"),
        *("--disable-error-code", "has-type", "--disable-error-code", "no-redef"),
    ],
    # A process for each fault reads the tests anew: pytest gives cases other names when it has read them before.
    "process_isolation": "forkserver",
    "forkserver_warmup": "import",
    "preload_modules_file": "preload",
}
# What the tests import and we didn't write.
PRELOADED = ("pytest", "numpy", "pydantic", "httpx", "PIL.Image", "cv2")
# What mutmut's exit codes of a caught fault say; timeouts and crashes are all others of its own.
_CAUGHT = {1: "by tests", 37: "by mypy"} | dict.fromkeys((24, 152, -24, -11, -9), "by a hang or a crash")
_MOST_UNEXPLAINED = 0.1


def main(percent: int | None) -> int:
    """Try the faults; print the survivors that nobody explained and, last, the counts; the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name in ("desktop_agent", "tests", "assets", "packaging"):
            Path(name).symlink_to(ROOT / name)
        settings = "".join(f"{name} = {json.dumps(value)}\n" for name, value in CONFIG.items())
        # What pyproject.toml has mypy say besides, it would say of how mutmut writes a fault.
        project = (ROOT / "pyproject.toml").read_text("utf-8").replace("enable_error_code", "disable_error_code")
        Path("pyproject.toml").write_text(f"{project}\n[tool.mutmut]\n{settings}", "utf-8")
        Path("preload").write_text("\n".join(PRELOADED), "utf-8")
        _run(percent)
        return _judge()


def _run(percent: int | None) -> None:
    """Let mutmut put in the faults and run the tests."""
    import libcst
    from mutmut import __main__ as mutmut
    from mutmut.mutation import file_mutation

    every = file_mutation.create_mutations

    def some(file: str, *arguments: object) -> object:
        """Choose by what is changed in which function, so that the choice stays the same while other code changes."""
        module, mutations, *rest = every(file, *arguments)
        most = percent or next(usual for place, usual in PLACES.items() if fnmatch(file, place))

        def is_chosen(mutation: file_mutation.Mutation) -> bool:
            node = mutation.original_node
            if isinstance(node, libcst.SimpleString) and " " in node.value:  # a sentence is for people
                return False
            function = mutation.contained_by_top_level_function
            name = function.name.value if isinstance(function, libcst.FunctionDef) else ""
            old, new = (libcst.Module([]).code_for_node(one) for one in (node, mutation.mutated_node))
            return crc32(f"{name}: {old} -> {new}".encode()) % 100 < most

        return module, [mutation for mutation in mutations if is_chosen(mutation)], *rest

    file_mutation.create_mutations = some
    file_mutation.NEVER_MUTATE_FUNCTION_CALLS.update(("Message", "plural", "Unreadable"))
    file_mutation.NEVER_MUTATE_FUNCTION_NAMES.add("_is_texts")  # wrapped by mutmut, it is no TypeGuard for mypy
    own_output = os.dup(1)
    os.dup2(2, 1)
    mutmut._run((), 1)  # noqa: SLF001 - its command takes the arguments of the process
    os.dup2(own_output, 1)


def _judge() -> int:
    """Compare the survivors with the table."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.utils.format_utils import orig_function_and_class_names_from_key as names_of

    entries = tomllib.loads(EXPLAINED.read_text("utf-8"))["survivor"]
    explained = {(entry["function"], change) for entry in entries for change in entry["changes"]}
    counts = []
    is_bad = False
    for place in PLACES:
        ends = Counter[str]()
        for meta in sorted(Path("mutants").glob(f"{place}.meta")):
            path = meta.relative_to("mutants").with_suffix("").as_posix()
            for mutant, code in json.loads(meta.read_text("utf-8"))["exit_code_by_key"].items():
                if code in _CAUGHT:
                    ends[_CAUGHT[code]] += 1
                    continue
                name, owner = names_of(mutant)
                function = f"{path}::{owner}.{name}" if owner else f"{path}::{name}"
                lines = get_diff_for_mutant(mutant, path=path).splitlines()[3:]
                old, new = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
                is_explained = (function, f"{old} -> {new}") in explained
                ends["explained" if is_explained else "unexplained"] += 1
                if not is_explained:
                    print(f"{function}\n    {old} -> {new}")
        counts.append(f"{place}: {ends.total()} ({', '.join(f'{count} {end}' for end, count in sorted(ends.items()))})")
        is_bad |= ends["unexplained"] > _MOST_UNEXPLAINED * ends.total()
    print("faults put in on purpose,", "; ".join(counts))
    return int(is_bad)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else None))
