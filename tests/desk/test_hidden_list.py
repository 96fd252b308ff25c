"""What is hidden from a desk: the list's places wherever they are kept, and what is a secret by what it is."""

import os
from pathlib import Path

import pytest

from desktop_agent.desk.hidden_list import HomePlaces, hidden_in, places_told
from tests.fakes.desk_home import MORE_SECRETS, SECRETS, plant_home
from tests.fakes.desk_home import ORDINARY as ORDINARY_HOME
from tests.fakes.desk_secrets import FORMS, plant, probes, read_on_desk
from tests.fakes.desks import why_none

# What is no secret, though its name, its place or its words might look so.
ORDINARY = {
    ".gitconfig": "[user]\n\tname = Ada\n[credential]\n\thelper = cache\n",
    ".bashrc": "# set a secret password: no\nHISTCONTROL=ignoreboth\nalias passwd='passwd -q'\n",
    ".config/mousepad/settings.conf": "[preferences]\nshow-tokens=true\nauto-indent=false\n",
    ".config/Code/User/settings.json": '{"editor.tokenColorCustomizations": {"comments": "#229977"}}\n',
    ".config/Code/User/keybindings.json": '[{"key": "ctrl+shift+alt+p", "command": "workbench.action.show"}]\n',
    ".config/libreoffice/4/user/registrymodifications.xcu": '<item path="/Token"><prop name="Password"/></item>',
    ".config/user-dirs.dirs": 'XDG_DESKTOP_DIR="$HOME/Desktop"\n',
    ".local/share/recently-used.xbel": "<xbel><bookmark href='file:///mnt/token.txt'/></xbel>\n",
    "Documents/secret-santa.txt": "Grace gives to Ada, and the password is tinsel-and-stars\n",
    "Documents/token.md": "token = something-in-a-text\n",
    "Documents/how-to-use-keys.md": "A key looks like this:\n\n-----BEGIN PRIVATE KEY-----\n",
    "Documents/public.pem": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "Documents/history.txt": "1815: Ada is born\n",
    "cookies.odt": "Flour, butter, sugar\n",
}


@pytest.mark.process
def test_secrets_are_hidden_wherever_they_are_and_whatever_they_are_called(tmp_path: Path) -> None:
    if reason := why_none():
        pytest.skip(reason)
    planted = plant(tmp_path / "home") | {"c4n4ry-999-x": "no secret"}
    (tmp_path / "home/Documents/letter.txt").write_text("c4n4ry-999-x")

    assert read_on_desk(tmp_path, planted) == ["no secret"]
    assert min(len(probes("A")), len(probes("B"))) >= 50


def test_what_is_no_secret_stays(tmp_path: Path) -> None:
    for path, text in ORDINARY.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
        (tmp_path / path).chmod(0o600)

    hidden = {Path(name) for name in hidden_in(tmp_path, HomePlaces(tmp_path))}

    assert [path for path in ORDINARY if hidden & {Path(path), *Path(path).parents}] == []


@pytest.mark.parametrize(("home", "found"), [(SECRETS, 36), (MORE_SECRETS, 37)])
def test_secrets_are_told_by_what_stands_in_them(tmp_path: Path, home: str, found: int) -> None:
    paths = plant_home(tmp_path, home)

    hidden = {Path(name) for name in hidden_in(tmp_path, HomePlaces(tmp_path))}

    assert sum(bool(hidden & {Path(path), *Path(path).parents}) for path in paths) >= found


def test_nothing_is_hidden_of_an_ordinary_home(tmp_path: Path) -> None:
    paths = plant_home(tmp_path, ORDINARY_HOME)

    hidden = {Path(name) for name in hidden_in(tmp_path, HomePlaces(tmp_path))}

    assert [path for path in paths if hidden & {Path(path), *Path(path).parents}] == []


def test_a_folder_of_mails_is_hidden_by_what_is_in_it(tmp_path: Path) -> None:
    for folder in ("post/office/cur", "post/office/new", "post/office/tmp", "plans/cur", "plans/new", "plans/tmp"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "post/office/cur/1700000000.M1P2.host:2,S").write_text("From: ann@example.org\n")
    (tmp_path / "plans/cur/garden.txt").write_text("roses\n")

    hidden = hidden_in(tmp_path, HomePlaces(tmp_path))

    assert "post/office" in hidden
    assert not any(name.startswith("plans") for name in hidden)


def test_of_what_git_keeps_only_the_settings_are_looked_at(tmp_path: Path) -> None:
    git = tmp_path / "work/.git"
    for folder in ("objects/ab", "refs/heads"):
        (git / folder).mkdir(parents=True)
    for name in ("HEAD", "refs/heads/main"):
        (git / name).write_text("3f2a9c0b7d1e4f5a6b8c9d0e1f2a3b4c3f2a9c0b\n")
    (git / "config").write_text('[remote "origin"]\n\turl = https://ann:Xk29fLw0pQ@git.example.org/x.git\n')

    hidden = hidden_in(tmp_path, HomePlaces(tmp_path))

    assert [name for name in hidden if name.startswith("work")] == ["work/.git/config"]


def test_what_is_secret_in_a_named_folder_is_hidden_there_too(tmp_path: Path) -> None:
    project = tmp_path / "work/project"
    (project / "a/b/c").mkdir(parents=True)
    (project / "a/b/c/.env").write_text("PASSWORD=x\n")
    (project / "server.key").write_text(FORMS["pem"].format("x"))
    (project / "main.py").write_text("print()\n")

    assert sorted(hidden_in(project, HomePlaces(tmp_path))) == ["a/b/c/.env", "server.key"]


def test_the_environment_tells_where_more_of_it_is(tmp_path: Path) -> None:
    for name in ("cfg/gh", "vault", "keys"):
        (tmp_path / name).mkdir(parents=True)
    environment = {
        "XDG_CONFIG_HOME": str(tmp_path / "cfg"),
        "PASSWORD_STORE_DIR": str(tmp_path / "vault"),
        "GNUPGHOME": str(tmp_path / "keys"),
        "SSH_AUTH_SOCK": "/run/user/1000/agent",
        "TOKEN": "none",
        "HOME": str(tmp_path),
    }

    told, moved = places_told(environment, tmp_path)

    assert sorted(told) == [tmp_path / "keys", tmp_path / "vault"]
    assert {"cfg/gh", "vault", "keys"} <= set(hidden_in(tmp_path, HomePlaces(tmp_path, told, moved)))


def test_settings_are_looked_at_however_many_documents_there_are(tmp_path: Path) -> None:
    for number in range(90):
        (tmp_path / f"{number}").mkdir()
        for name in range(100):
            os.mknod(tmp_path / f"{number}" / f"{name}")
    (tmp_path / ".config/a/b/c").mkdir(parents=True)
    (tmp_path / ".config/a/b/c/app.json").write_text(FORMS["json"].format("c4n4ry-value"))

    assert ".config/a/b/c/app.json" in hidden_in(tmp_path, HomePlaces(tmp_path))
