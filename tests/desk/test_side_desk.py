"""A desk that is up: what it changes stays apart, what is hidden is not there, and no session is reached."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.desk.sandbox.side_desk import SideDesk
from tests.fakes.desks.desks import desk_over, done_inside, wish_for

pytestmark = pytest.mark.program

SECRET = "c4n4ry"
HIDDEN = (".ssh/id", ".gnupg/key", ".netrc", ".config/some/Cookies", ".cache/thumbnails/one", "Work/shop/.env",
          "Work/shop/.git/config", "Work/.old/notes.txt")  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with secrets in hidden places at any depth, and documents beside them."""
    made = tmp_path_factory.mktemp("person")
    home = made / "home"
    home.mkdir()
    for name in HIDDEN:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(SECRET)
    (home / "letter.txt").write_text("Dear all\n")
    (home / "Work/shop/app.py").write_text("print()\n")
    (home / "linked").symlink_to(home / ".gnupg")
    (made / "data").mkdir()
    (made / "data" / "settings").write_text(SECRET)
    return made


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[SideDesk]:
    with desk_over(folder) as made:
        yield made


def test_what_a_desk_writes_stays_with_the_desk(desk: SideDesk, folder: Path) -> None:
    letter = folder / "home" / "letter.txt"
    before = letter.stat()

    output = done_inside(desk, 'echo "and more" >> ~/letter.txt; cat ~/letter.txt; mkdir ~/new; rm -r ~/new')

    assert output == "Dear all\nand more\n"
    assert letter.read_text() == "Dear all\n"
    assert (letter.stat().st_mtime_ns, letter.stat().st_ctime_ns) == (before.st_mtime_ns, before.st_ctime_ns)
    assert (desk.record.layers[0].upper / "letter.txt").read_text() == "Dear all\nand more\n"


def test_hidden_places_are_not_there(desk: SideDesk, folder: Path) -> None:
    assert done_inside(desk, f"grep -rlsa {SECRET} ~ /tmp /run /dev/shm {folder} -D skip || echo none") == "none\n"
    assert done_inside(desk, "cat ~/Work/shop/app.py") == "print()\n"


def test_the_system_is_read_only_and_nobody_has_rights(desk: SideDesk) -> None:
    output = done_inside(
        desk, "id -u; touch /usr/x /etc/x; cat /etc/shadow | wc -c; grep -E 'CapEff|NoNewPrivs' /proc/self/status"
    )

    assert output.splitlines()[0] != "0"
    assert output.count("Read-only file system") == 2
    assert "root:" not in output
    assert [line.split() for line in output.splitlines()[-2:]] == [["CapEff:", "0" * 16], ["NoNewPrivs:", "1"]]


def test_nothing_of_the_persons_session_is_reached(desk: SideDesk) -> None:
    address = "desktop-agent-test-of-the-session"
    abstract = f"import socket; socket.socket(socket.AF_UNIX).connect(chr(0) + '{address}')"
    outside = "import socket; socket.create_connection(('1.1.1.1', 80), 1)"
    with socket.socket(socket.AF_UNIX) as person:
        person.bind(f"\0{address}")
        person.listen()
        output = done_inside(desk, f'python3 -c "{abstract}"; python3 -c "{outside}"; ls /tmp/.X11-unix; env')

    assert "ConnectionRefusedError" in output
    assert "Network is unreachable" in output
    assert [line for line in output.splitlines() if line.startswith("X2")] == [f"X{desk.name[1:]}"]
    assert not [line for line in output.splitlines() if line.startswith(("DESKTOP_AGENT", "PYTEST", "VIRTUAL_ENV"))]


def test_with_no_folder_named_the_home_is_empty_and_what_is_saved_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "home/Letters").mkdir(parents=True)
    (tmp_path / "home/.netrc").write_text(SECRET)

    with desk_over(tmp_path, folders=()) as desk:
        output = done_inside(desk, "ls -A ~; cat ~/.netrc; echo mine > ~/new.txt")

    assert "Letters" not in output
    assert SECRET not in output
    assert desk.record.seen == ()
    assert (desk.record.layers[-1].upper / "new.txt").read_text() == "mine\n"


@pytest.mark.parametrize("name", ["have these folders", "home/.ssh/keys", "/", "/usr", "."])
def test_a_folder_that_no_desk_may_have_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "home" / ".ssh" / "keys").mkdir(parents=True)
    wish = wish_for(tmp_path, folders=(tmp_path / name,))

    with desk_over(tmp_path), pytest.raises(SettingsError):
        SideDesk(wish)
