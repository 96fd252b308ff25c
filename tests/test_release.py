"""The apt repository of a release, as apt itself reads it."""

import subprocess
from pathlib import Path

import pytest

from tests.fakes.source import ROOT


@pytest.fixture
def signing(tmp_path: Path) -> str:
    """Make a key for this test, and return its secret half."""
    home = tmp_path / "gpg"
    home.mkdir(mode=0o700)
    gpg = ["gpg", "--homedir", str(home), "--batch", "--quiet"]
    subprocess.run(
        [*gpg, "--passphrase", "", "--quick-gen-key", "releases@example.org", "ed25519", "sign", "never"], check=True
    )
    secret = subprocess.run([*gpg, "--armor", "--export-secret-keys"], capture_output=True, text=True, check=True)
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=True)
    return secret.stdout


def package(folder: Path, version: str) -> Path:
    control = folder / version / "DEBIAN" / "control"
    control.parent.mkdir(parents=True)
    fields = {"Package": "desktop-agent", "Version": version, "Architecture": "all", "Maintainer": "A <a@example.org>"}
    control.write_text("".join(f"{name}: {value}\n" for name, value in fields.items()) + "Description: a\n", "utf-8")
    subprocess.run(["dpkg-deb", "--build", control.parents[1], folder], capture_output=True, check=True)
    return folder / f"desktop-agent_{version}_all.deb"


def candidate(tmp_path: Path, repository: Path, suite: str, signed_by: Path) -> str:
    """Have apt, with folders of its own, read the repository; return what it would install."""
    root = tmp_path / f"apt-{suite}"
    for folder in ("state/lists/partial", "cache/archives/partial", "etc/apt.conf.d", "etc/preferences.d"):
        (root / folder).mkdir(parents=True)
    (root / "status").touch()
    (root / "sources.list").write_text(
        f"deb [arch=all signed-by={signed_by}] file:{repository} {suite} main\n", encoding="utf-8"
    )
    settings = {
        "Dir::Etc": root / "etc", "Dir::Etc::sourcelist": root / "sources.list", "Dir::Etc::sourceparts": "-",
        "Dir::State": root / "state", "Dir::State::status": root / "status", "Dir::Cache": root / "cache",
        "APT::Architecture": "all", "APT::Sandbox::User": "root",
    }  # fmt: skip
    options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
    subprocess.run(["apt-get", *options, "--error-on=any", "update"], check=True, capture_output=True)
    told = subprocess.run(
        ["apt-cache", *options, "policy", "desktop-agent"], check=True, capture_output=True, text=True
    )
    return next(line.split()[-1] for line in told.stdout.splitlines() if "Candidate" in line)


def test_apt_takes_from_the_repository_what_was_made_for_its_release(tmp_path: Path, signing: str) -> None:
    repository = tmp_path / "repository"
    versions = ("0.1.0-1~debian12", "0.2.0-1~debian12", "0.4.0-1~debian13", "0.3.0-1~ubuntu24.04")
    files = [package(tmp_path, version) for version in versions]

    subprocess.run(
        ["sh", ROOT / "packaging/apt_repository.sh", repository, *files],
        env={"PATH": "/usr/bin:/bin", "APT_KEY": signing, "SOURCE_DATE_EPOCH": "1790000000"}, check=True,
    )  # fmt: skip

    key = repository / "desktop-agent.asc"
    assert "0.2.0-1~debian12" == candidate(tmp_path, repository, "bookworm", key)
    assert "0.4.0-1~debian13" == candidate(tmp_path, repository, "trixie", key)
    assert "0.3.0-1~ubuntu24.04" == candidate(tmp_path, repository, "noble", key)
