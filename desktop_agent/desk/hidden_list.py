"""The hidden list: what of a person's home is not there on a desk, each place with the reason; no list is complete.

A place with a `*` stands for whatever of that name there is when the desk starts; any other is hidden even where it
does not exist yet. What a desk puts in such a place stays with the desk. Which folders it may be ordered to see follows
from this.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.desk.secret_files import other_names, secret_files

_KEYS, _PASSWORDS = Message("keys to other computers"), Message("stored passwords")
_LOGINS, _CLOUD = Message("browser cookies and logins"), Message("access to accounts and servers")
_MAIL, _CHATS = Message("email and email passwords"), Message("messages and messaging logins")
_SHELL = Message("command history and everything in it")
_COPIED = Message("clipboard history")
_RUNNING = Message("shows that a program is open on the person's own desktop")
HIDDEN: Mapping[str, str] = {
    ".ssh": _KEYS,
    ".gnupg": _KEYS,
    ".pki": Message("certificates and their keys"),
    ".local/share/pki": Message("certificates and their keys"),
    ".putty": _KEYS,
    ".config/sops": _KEYS,
    ".config/age": _KEYS,
    ".password-store": _PASSWORDS,
    ".local/share/keyrings": _PASSWORDS,
    ".local/share/kwalletd": _PASSWORDS,
    ".kde/share/apps/kwallet": _PASSWORDS,
    ".config/keepassxc": _PASSWORDS,
    ".config/Bitwarden": _PASSWORDS,
    ".config/1Password": _PASSWORDS,
    ".config/gopass": _PASSWORDS,
    "*.kdbx": _PASSWORDS,
    "*/*.kdbx": _PASSWORDS,
    ".mozilla": _LOGINS,
    ".librewolf": _LOGINS,
    ".waterfox": _LOGINS,
    ".zen": _LOGINS,
    ".tor-browser": _LOGINS,
    ".local/share/torbrowser": _LOGINS,
    ".config/mozilla": _LOGINS,
    ".config/chromium": _LOGINS,
    ".config/google-chrome": _LOGINS,
    ".config/google-chrome-beta": _LOGINS,
    ".config/google-chrome-unstable": _LOGINS,
    ".config/microsoft-edge": _LOGINS,
    ".config/BraveSoftware": _LOGINS,
    ".config/vivaldi": _LOGINS,
    ".config/opera": _LOGINS,
    ".local/share/epiphany": _LOGINS,
    ".local/share/falkon": _LOGINS,
    ".local/share/qutebrowser": _LOGINS,
    ".config/falkon": _LOGINS,
    ".w3m": _LOGINS,
    "snap": Message("program data, including browser data"),
    ".var/app": Message("program data, including browser data"),
    ".netrc": _CLOUD,
    ".authinfo": _CLOUD,
    ".authinfo.gpg": _CLOUD,
    ".aws": _CLOUD,
    ".azure": _CLOUD,
    ".config/gcloud": _CLOUD,
    ".boto": _CLOUD,
    ".s3cfg": _CLOUD,
    ".oci": _CLOUD,
    ".kube": _CLOUD,
    ".docker": _CLOUD,
    ".config/containers": _CLOUD,
    ".git-credentials": _CLOUD,
    ".config/git/credentials": _CLOUD,
    ".config/gh": _CLOUD,
    ".config/hub": _CLOUD,
    ".config/glab-cli": _CLOUD,
    ".config/doctl": _CLOUD,
    ".config/hcloud": _CLOUD,
    ".config/op": _CLOUD,
    ".terraform.d": _CLOUD,
    ".vault-token": _CLOUD,
    ".npmrc": _CLOUD,
    ".yarnrc.yml": _CLOUD,
    ".pypirc": _CLOUD,
    ".config/pypoetry": _CLOUD,
    ".cargo/credentials": _CLOUD,
    ".cargo/credentials.toml": _CLOUD,
    ".gem/credentials": _CLOUD,
    ".composer/auth.json": _CLOUD,
    ".config/composer/auth.json": _CLOUD,
    ".m2/settings.xml": _CLOUD,
    ".gradle/gradle.properties": _CLOUD,
    ".pgpass": _CLOUD,
    ".my.cnf": _CLOUD,
    ".config/rclone": _CLOUD,
    ".config/filezilla": _CLOUD,
    ".config/remmina": _CLOUD,
    ".local/share/remmina": _CLOUD,
    ".vnc": _CLOUD,
    ".smbcredentials": _CLOUD,
    ".huggingface": _CLOUD,
    ".claude": _CLOUD,
    ".claude.json": _CLOUD,
    ".codex": _CLOUD,
    ".gemini": _CLOUD,
    ".cursor": _CLOUD,
    ".env": _CLOUD,
    "*/.env": _CLOUD,
    "*/*/.env": _CLOUD,
    ".config/*/Cookies": _LOGINS,
    ".config/*/Local Storage": Message("logins for a program built with web technology"),
    ".config/*/Login Data": _PASSWORDS,
    ".config/*/Partitions": Message("logins for a program built with web technology"),
    ".config/*/Network": Message("logins for a program built with web technology"),
    ".config/*/Session Storage": Message("logins for a program built with web technology"),
    ".config/*/IndexedDB": Message("logins for a program built with web technology"),
    ".thunderbird": _MAIL,
    ".icedove": _MAIL,
    ".config/evolution": _MAIL,
    ".local/share/evolution/mail": _MAIL,
    "Maildir": _MAIL,
    ".maildir": _MAIL,
    ".mail": _MAIL,
    ".config/geary": _MAIL,
    ".local/share/geary": _MAIL,
    ".claws-mail": _MAIL,
    ".local/share/akonadi": _MAIL,
    ".config/goa-1.0": _MAIL,
    ".mutt": _MAIL,
    ".muttrc": _MAIL,
    ".config/mutt": _MAIL,
    ".config/neomutt": _MAIL,
    ".msmtprc": _MAIL,
    ".config/msmtp": _MAIL,
    ".mbsyncrc": _MAIL,
    ".offlineimaprc": _MAIL,
    ".fetchmailrc": _MAIL,
    ".config/Signal": _CHATS,
    ".local/share/TelegramDesktop": _CHATS,
    ".config/Element": _CHATS,
    ".config/discord": _CHATS,
    ".config/Slack": _CHATS,
    ".config/Microsoft": _CHATS,
    ".config/teams-for-linux": _CHATS,
    ".purple": _CHATS,
    ".weechat": _CHATS,
    ".config/weechat": _CHATS,
    ".config/hexchat": _CHATS,
    ".Skype": _CHATS,
    ".zoom": _CHATS,
    ".config/Nextcloud": Message("access to cloud services"),
    ".config/ownCloud": Message("access to cloud services"),
    ".local/share/Nextcloud": Message("access to cloud services"),
    ".dropbox": Message("access to cloud services"),
    ".config/onedrive": Message("access to cloud services"),
    ".config/syncthing": Message("access to other computers"),
    ".config/libreoffice/*/.lock": _RUNNING,
    ".bash_history": _SHELL,
    ".zsh_history": _SHELL,
    ".histfile": _SHELL,
    ".local/share/fish/fish_history": _SHELL,
    ".python_history": _SHELL,
    ".node_repl_history": _SHELL,
    ".psql_history": _SHELL,
    ".mysql_history": _SHELL,
    ".sqlite_history": _SHELL,
    ".lesshst": _SHELL,
    ".viminfo": _SHELL,
    ".local/state": Message("past activity: histories, logs, recently opened items"),
    ".local/share/zeitgeist": Message("earlier activity"),
    ".local/share/klipper": _COPIED,
    ".config/copyq": _COPIED,
    ".local/share/copyq": _COPIED,
    ".local/share/clipit": _COPIED,
    ".local/share/parcellite": _COPIED,
    ".Xauthority": Message("gives a program access to the person's own display"),
    ".ICEauthority": Message("gives a program access to the person's own session"),
    ".xsession-errors": Message("output from the person's own session"),
    ".dbshell": _SHELL,
    ".thumbnails": Message("thumbnails of hidden files"),
    ".cache/thumbnails": Message("thumbnails of hidden files"),
    ".dbus": Message("addresses of the person's own session"),
    ".config/ibus/bus": Message("addresses of the person's own session"),
    ".config/pulse/cookie": Message("lets a program play and record the person's own audio"),
    ".bitcoin": "money",
    ".electrum": "money",
    ".monero": "money",
    ".config/Exodus": "money",
    ".ethereum": "money",
}
# What a person's environment tells: where folders of the home are, and, by the names of variables, where secrets are.
_MOVED = {
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
}
_TELLS_SECRET = re.compile(
    "KEY|CRED|TOKEN|PASS|SECRET|AUTH|GNUPG|NETRC|HISTFILE|COOKIE|KUBECONFIG|DOCKER_CONFIG|^AWS_|^GH_|BOTO|VAULT"
)
_SYSTEM = ("/", "/usr", "/etc", "/proc", "/sys", "/dev", "/run", "/tmp", "/boot", "/var")  # noqa: S108 - the system's


@dataclass(frozen=True, slots=True)
class HomePlaces:
    """Where a person's secrets are: the home, and the folders of this program itself."""

    home: Path
    own: tuple[Path, ...] = ()
    moved: tuple[tuple[str, Path], ...] = ()  # folders of the home that are kept elsewhere, as `.config`


def places_told(environment: Mapping[str, str], home: Path) -> tuple[tuple[Path, ...], tuple[tuple[str, Path], ...]]:
    """Return the secrets whose places a person's environment tells, and the folders of the home that it moves."""
    secrets = [value for name, value in environment.items() if _TELLS_SECRET.search(name) and value.startswith("/")]
    own = tuple(path for path in map(Path, secrets) if home in path.parents and path.exists())
    moved = ((name, Path(environment.get(variable) or home / name)) for variable, name in _MOVED.items())
    return own, tuple((name, folder) for name, folder in moved if folder.is_absolute() and folder != home / name)


def hidden_in(lower: Path, places: HomePlaces) -> tuple[str, ...]:
    """Return what is hidden of one folder of the person's, relative to it; a link's target is hidden with the link.

    It is what the list names, and what is a secret by what it is.
    """
    lower, listed = lower.resolve(), list(_everything(places))
    others, targets = other_names(map(os.fspath, listed))
    found = dict.fromkeys(_relative([*listed, *map(Path, targets)], lower))
    home = places.home.resolve()
    inner = lower.relative_to(home).parts if lower.is_relative_to(home) else ()
    in_settings = any(part.startswith(".") for part in inner)
    found |= dict.fromkeys(secret_files(str(lower), found, HIDDEN, others, in_settings=in_settings))
    return tuple(name for name in found if not any(str(parent) in found for parent in Path(name).parents))


def is_hidden(path: Path, places: HomePlaces) -> bool:
    """Tell whether a place is hidden, or inside of one that is."""
    path = path.resolve()
    return any(path == place or place in path.parents for place in _everything(places))


def is_other_name(inode: int, places: HomePlaces) -> bool:
    """Tell whether a file with further names is a hidden one by another of them."""
    others, _ = other_names(map(os.fspath, _everything(places)))
    return inode in others


def _everything(places: HomePlaces) -> Iterator[Path]:
    home = places.home.resolve()
    for pattern in HIDDEN:
        for folder, inner in ((home, pattern), *_elsewhere(pattern, places)):
            for place in _matching(folder, inner) if "*" in inner else [folder / inner]:
                yield place
                if place.is_symlink():
                    yield place.resolve()
    yield from (folder.resolve() for folder in places.own)


def _elsewhere(pattern: str, places: HomePlaces) -> Iterator[tuple[Path, str]]:
    for name, folder in places.moved:
        if pattern == name:
            yield folder.parent, folder.name
        elif pattern.startswith(f"{name}/"):
            yield folder, pattern.removeprefix(f"{name}/")


def _matching(home: Path, pattern: str) -> list[Path]:
    try:
        return list(home.glob(pattern))
    except OSError:
        return []


def _relative(places: Iterable[Path], lower: Path) -> Iterator[str]:
    for place in places:
        parent = place.parent.resolve()
        inside = parent / place.name
        if lower in inside.parents:
            yield os.fspath(inside.relative_to(lower))


def lowers_of(folders: Sequence[Path], hosts: Sequence[str], places: HomePlaces) -> list[tuple[Path, tuple[str, ...]]]:
    """Return the folders that become layers, each with what is hidden of it; SettingsError for one that cannot."""
    seen = [_checked(folder, places) for folder in folders]
    if not seen and not hosts:  # what a desk sees it may carry out to its hosts
        seen = [places.home.resolve()]
    outermost = [one for one in dict.fromkeys(seen) if not any(other in one.parents for other in seen)]
    return [(folder, hidden_in(folder, places)) for folder in outermost]


def rest_of_home(
    lowers: Sequence[tuple[Path, tuple[str, ...]]], places: HomePlaces
) -> tuple[Path, tuple[str, ...]] | None:
    """Return the home with its hidden places where a desk sees only these layers of it; None where it sees all.

    Programs save there whatever they were shown of it.
    """
    home = places.home.resolve()
    return None if any(lower == home for lower, _ in lowers) else (home, hidden_in(home, places))


def _checked(folder: Path, places: HomePlaces) -> Path:
    folder = folder.expanduser().resolve()
    if not folder.is_dir():
        raise SettingsError(
            Message("The folder {folder} doesn't exist.", folder=folder), Message("Specify an existing folder.")
        )
    if str(folder) in _SYSTEM or folder in places.home.resolve().parents:
        raise SettingsError(
            Message("{folder} can't be used as a desk folder.", folder=folder),
            Message("Specify a folder inside it."),
        )
    if is_hidden(folder, places):
        raise SettingsError(
            Message("The folder {folder} is hidden from all desks.", folder=folder),
            Message("See: desktop-agent guide desk"),
        )
    return folder
