"""Secrets in a home, in places that the list names and in such as it cannot know; which of them a desk reads.

Half A was built on. Half B was written down before the rules were, and played when they were done.
Half C has a file of its own, and is played by the bench alone.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from desktop_agent.desk.hidden_list import HomePlaces, places_told
from desktop_agent.desk.sandbox.side_desk import DeskWish, SideDesk
from tests.fakes.desk_secrets_fresh import FRESH_FORMS, FRESH_SECRETS
from tests.fakes.desks import done_inside

CANARY = re.compile(r"c4n4ry-\d{3}-x")
# What a secret's file looks like; {} is the canary.
FORMS: dict[str, str] = {
    "plain": "{}\n",
    "key": "-----BEGIN OPENSSH PRIVATE KEY-----\n{}\n-----END OPENSSH PRIVATE KEY-----\n",
    "pem": "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
    "pgp": "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{}\n-----END PGP PRIVATE KEY BLOCK-----\n",
    "ppk": "PuTTY-User-Key-File-3: ssh-ed25519\nComment: {}\n",
    "kdbx": "\x03\xd9\xa2\x9a{}",
    "jks": "\xfe\xed\xfe\xed{}",
    "json": '{{"user": "ada", "access_token": "{}"}}\n',
    "auth": '{{"auths": {{"host": {{"apiKey": "{}"}}}}}}\n',
    "stream": '{{"settings": {{"key": "live_55512345_{}"}}}}\n',
    "ini": "[default]\nuser = ada\npassword = {}\n",
    "toml": 'name = "ada"\noauth_token = "{}"\n',
    "yaml": "user: ada\nauthtoken: {}\n",
    "netrc": "machine example.org login ada password {}\n",
    "shell": "export PATH=$PATH:~/bin\nexport API_TOKEN={}\n",
    "wireguard": "[Interface]\nPrivateKey = {}\nAddress = 10.0.0.2/32\n",
    "ovpn": "client\nremote example.org\n<key>\n-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n</key>\n",
}
# Path, form, and “private” where its owner alone may read it. A link's or another name's probe is what lies elsewhere.
_A = """
.ssh/id_ed25519 key private|.gnupg/private-keys-v1.d/k.key plain|.aws/credentials ini
.mozilla/firefox/p/cookies.sqlite plain|.config/chromium/Default/Cookies plain|.netrc netrc
.local/share/keyrings/login.keyring plain|.password-store/x.gpg plain|.docker/config.json auth|.kube/config yaml
.bash_history plain|.Xauthority plain|.thunderbird/p/logins.json json|.config/gh/hosts.yml yaml
.config/rclone/rclone.conf ini|.local/share/TelegramDesktop/tdata/key_datas plain|.purple/accounts.xml plain
.electrum/wallets/default_wallet plain|.npmrc ini|.cargo/credentials.toml toml|keys/id_rsa key private
Documents/server.pem pem private|.config/newtool/credentials.json json private
.config/othertool/config.toml toml private|.local/share/sometool/auth.json auth private|backup/.ssh/id_rsa key private
.local/share/Trash/files/id_ed25519 key private|.local/share/Trash/files/.ssh/config plain|.irb_history plain
.netrc~ netrc private|.ssh.bak/id_rsa key private|.floorp/p1/cookies.sqlite plain
.config/SomeElectron/Partitions/x/Cookies plain|cfg/gh/hosts.yml plain|Sync/keys/id_x plain linked:.ssh/id_link
notes/hard plain named:.ssh/id_hard|project/.env ini|project/sub/deep/.env ini|.cache/thumbnails/large/x.png plain
.thumbnails/normal/x.png plain|.emacs.d/backups/!home!u!.netrc~ netrc|.vim/swap/%home%u%.netrc.swp plain
Passwords.kdbx kdbx|Documents/deep/er/x.kdbx kdbx|.config/tool-a/token plain private|.config/hub plain
Documents/id_ecdsa key private|.config/tool-b/settings.ini ini|.tool-c.json json private
.config/tool-d/session.yaml yaml private
"""
_B = """
.ssh/config plain|.gnupg/trustdb.gpg plain|.azure/msal_token_cache.json json
.config/google-chrome/Default/Login_Data plain|.config/BraveSoftware/x/Cookies plain|.git-credentials plain
.pgpass plain|.config/Signal/sql/db.sqlite plain|.zsh_history plain|.local/share/kwalletd/kdewallet.kwl plain
.config/op/config plain|.pypirc ini|.vault-token plain|.claude/.credentials.json json
Documents/office/certs/deploy.key pem private|Downloads/aws-key.pem pem private|putty/my.ppk ppk
Documents/backup-gpg.asc pgp|.config/unknown-cli/token plain private|.config/fly/config.yml yaml
.wrangler/config/default.toml toml|.local/share/com.vercel.cli/auth.json json|.snowflake/connections.toml ini private
.databrickscfg ini|.dbt/profiles.yml yaml|.config/stripe/config.toml toml private|.ngrok2/ngrok.yml yaml
.config/spotify-tui/.spotify_token_cache.json json|.local/share/opencode/auth.json auth|.rediscli_history plain
.config/nushell/history.txt plain|.local/state/bash/history plain|old-home/.aws/credentials ini
old-home/.mozilla/firefox/x/key4.db plain|Backup/home/.config/gh/hosts.yml yaml
.local/share/Trash/files/cookies.sqlite plain|.ssh.old/id_rsa key private|.gnupg~/secring.gpg plain
.SSH/id_rsa key private|.bashrc shell|.zshenv shell|.waterfox-x/p/logins.json json
.config/obs-studio/basic/profiles/x/service.json stream|.config/newbrowser/Default/Cookies plain
dotfiles/netrc plain linked:.authinfo|stuff/pg plain named:.my.cnf|.minecraft/launcher_accounts.json json
.irssi/config ini|.undodir/%home%u%.pgpass plain|Desktop/keystore.jks jks|.android/adbkey pem private
.vpn/client.ovpn ovpn|.wg/wg0.conf wireguard
"""


def probes(half: str) -> list[tuple[str, ...]]:
    """Return the path, the form, and what else holds of each secret of a half."""
    return [tuple(row.split()) for row in re.split(r"[|\n]", {"A": _A, "B": _B, "C": FRESH_SECRETS}[half].strip())]


def plant(home: Path, halves: str = "AB") -> dict[str, str]:
    """Put all secrets of these halves into a home; return the half and path of each by its canary."""
    planted = dict[str, str]()
    for half in halves:
        for path, form, *more in probes(half):
            canary = f"c4n4ry-{len(planted):03d}-x"
            planted[canary] = f"{half} {path}"
            _write(
                home,
                path.replace("_", " ") if "Login_" in path else path,
                (FORMS | FRESH_FORMS)[form].format(canary),
                more,
            )
    return planted


def _write(home: Path, path: str, content: str, more: list[str]) -> None:
    file = home / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode("latin-1"))
    for what in more:
        kind, _, name = what.partition(":")
        other = home / name
        if kind == "private":
            file.chmod(0o600)
            continue
        other.parent.mkdir(parents=True, exist_ok=True)
        if kind == "linked":
            other.symlink_to(file)
        else:
            other.hardlink_to(file)


def read_on_desk(root: Path, planted: Mapping[str, str], folders: tuple[Path, ...] = ()) -> list[str]:
    """Return which of the secrets a program on a desk over `root/home` reads."""
    home = root / "home"
    told, moved = places_told({"XDG_CONFIG_HOME": str(home / "cfg")}, home)
    places = HomePlaces(home, (root / "data", *told), moved)
    with SideDesk(DeskWish(root / "data/desks", places, folders=folders)) as desk:
        where = f"{shlex.quote(str(root))} /tmp /run /dev/shm /etc"
        said = done_inside(desk, f"grep -rhosa -D skip 'c4n4ry-[0-9]*-x' {where} | sort -u; ls -A ~ | wc -l")
    return [planted[canary] for canary in CANARY.findall(said)]
