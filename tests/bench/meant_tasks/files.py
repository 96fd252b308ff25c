"""Tasks with files and texts: file managers, terminals, editors."""

from pathlib import Path

from tests.bench.meant_tasks.documents import lines
from tests.bench.meant_tasks.task import OSWORLD, Task

_SAMPLE = "Desktop/sample.txt"


def _three_folders(home: Path) -> None:
    lines(home / "work/file1", ["a file to be copied"])
    for name in ("dir1", "dir2", "dir3"):
        (home / "work" / name).mkdir()


def _copied(home: Path) -> bool:
    return all((home / "work" / name / "file1").exists() for name in ("dir1", "dir2", "dir3"))


def _sample(home: Path) -> None:
    lines(home / _SAMPLE, (f"Line {n}: this text is a text to try the texts." for n in range(1, 13)))


def _replaced(home: Path) -> bool:
    kept = (home / _SAMPLE).read_text()
    return "text" not in kept and kept.count("test") == 36


def _todo(home: Path) -> None:
    lines(home / "Desktop/todo.txt", ["buy bread"])
    lines(home / "Desktop/readme.txt", ["nothing"])
    (home / "Desktop/done").mkdir()


def _moved(home: Path) -> bool:
    return (home / "Desktop/done/todo.txt").exists() and not (home / "Desktop/todo.txt").exists()


def _test_py(home: Path) -> bool:
    return (home / "Desktop/test.py").read_text().strip() == 'print("hello")'


def _code(home: Path) -> None:
    lines(home / "Desktop/sample.py", (f"line_{n} = {n}" for n in range(1, 13)))


def _indented(home: Path) -> bool:
    kept = (home / "Desktop/sample.py").read_text().splitlines()
    return all(line.startswith(("\t", "  ")) is (2 <= n <= 10) for n, line in enumerate(kept, 1)) and len(kept) == 12


def _todo_list(home: Path) -> None:
    (home / "Desktop/todo_list_Jan_1").mkdir()
    (home / "Desktop/other").mkdir()


def _renamed(home: Path) -> bool:
    return (home / "Desktop/todo_list_Jan_2").is_dir() and not (home / "Desktop/todo_list_Jan_1").exists()


def _tree(home: Path) -> None:
    for name in ("a.txt", "sub/b.txt", "sub/deeper/c.txt"):
        lines(home / "work" / name, ["x"])
        (home / "work" / name).chmod(0o600)


def _all_644(home: Path) -> bool:
    return all(one.stat().st_mode & 0o777 == 0o644 for one in (home / "work").rglob("*.txt"))


def _three(home: Path) -> None:
    lines(home / "Desktop/output.txt", "123")


def _broken_lines(home: Path) -> bool:
    return (home / "Desktop/output.txt").read_text().split() == ["1<br/>", "2<br/>", "3<br/>"]


def _dirs(home: Path) -> None:
    lines(home / "Desktop/file1", ["a file to be copied"])
    for name in ("dir1", "dir2", "dir3"):
        (home / "Desktop" / name).mkdir()


def _in_dirs(home: Path) -> bool:
    return all((home / "Desktop" / name / "file1").exists() for name in ("dir1", "dir2", "dir3"))


def _path_kept(home: Path) -> bool:
    return "/opt/pear/bin" in (home / ".zshrc").read_text()


TASKS = (
    Task(
        7, "xterm_copies", OSWORLD, "os/6f56bf42-85b8-4fbb-8e06-6c44960184ba",
        "Copy a file into three folders, in a terminal", ("xterm", "-fa", "Monospace", "-fs", "12"), "xterm|:",
        ("xterm=everything",), _copied, _three_folders,
    ),
    Task(
        8, "mousepad_new", OSWORLD, "vs_code/57242fad-77ca-454f-b71b-f187181a9f23",
        "Write a Python file into a folder", ("mousepad",), "Mousepad", ("mousepad=everything", "files:~/Desktop"),
        _test_py,
    ),
    Task(
        9, "pcmanfm_move", OSWORLD, "os/7688b85f-87a4-4e4a-b2f8-f3d6c3f29b82",
        "Move a file into a folder beside it", ("pcmanfm", "~/Desktop"), "Desktop",
        ("pcmanfm=everything", "files:~/Desktop"), _moved, _todo,
    ),
    Task(
        29, "kate_replace", OSWORLD, "vs_code/0ed39f63-6049-43d4-ba4d-5fa2fe04a951",
        "Change a word throughout a text", ("kate", f"~/{_SAMPLE}"), "sample.txt",
        ("kate=everything", "files:~/Desktop"), _replaced, _sample,
    ),
    Task(
        30, "gvim_indent", OSWORLD, "vs_code/ec71221e-ac43-46f9-89b8-ee7d80f7e1c5",
        "Indent nine lines", ("gvim", "-f", "~/Desktop/sample.py"), "sample.py",
        ("gvim=everything", "vim.gtk3=everything", "files:~/Desktop"), _indented, _code,
    ),
    Task(
        31, "thunar_rename", OSWORLD, "os/e0df059f-28a6-4169-924f-b9623e7184cc",
        "Rename a folder", ("thunar", "~/Desktop"), "Desktop", ("thunar=everything", "files:~/Desktop"),
        _renamed, _todo_list,
    ),
    Task(
        32, "xterm_modes", OSWORLD, "os/4d117223-a354-47fb-8b45-62ab1390a95f",
        "Set the permissions of all files of a tree", ("xterm", "-fa", "Monospace", "-fs", "12"), "xterm|:",
        ("xterm=everything",), _all_644, _tree,
    ),
    Task(
        33, "xedit_lines", OSWORLD, "os/5ced85fc-fa1a-4217-95fd-0fb530545ce2",
        "End three lines with a mark", ("xedit", "~/Desktop/output.txt"), "xedit",
        ("xedit=everything", "files:~/Desktop"), _broken_lines, _three,
    ),
    Task(
        34, "idle_new", OSWORLD, "vs_code/57242fad-77ca-454f-b71b-f187181a9f23",
        "Write a Python file into a folder", ("idle-python3.11", "-e", "~/Desktop/test.py"), "test.py",
        ("python3.11=everything", "files:~/Desktop"), _test_py,
    ),
    Task(
        35, "idle_indent", OSWORLD, "vs_code/ec71221e-ac43-46f9-89b8-ee7d80f7e1c5",
        "Indent nine lines", ("idle-python3.11", "-e", "~/Desktop/sample.py"), "sample.py",
        ("python3.11=everything", "files:~/Desktop"), _indented, _code,
    ),
    Task(
        36, "thunar_copies", OSWORLD, "os/6f56bf42-85b8-4fbb-8e06-6c44960184ba",
        "Copy a file into three folders", ("thunar", "~/Desktop"), "Desktop",
        ("thunar=everything", "files:~/Desktop"), _in_dirs, _dirs,
    ),
    Task(
        37, "xterm_path", OSWORLD, "os/4d2b519e-e872-4100-8ea3-fe71ab0f9133",
        "Add a folder to a shell's path", ("xterm", "-fa", "Monospace", "-fs", "12"), "xterm|:",
        ("xterm=everything",), _path_kept,
    ),
)  # fmt: skip
