"""The parts of a release: its steps, the entry for the MCP registry, and the apt repository as apt itself reads it."""

import importlib.util
import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from desktop_agent.cli.main import main
from desktop_agent.core.version import __version__
from desktop_agent.installation import DISTRIBUTION
from tests.fakes.source import ROOT

TOOL = importlib.util.spec_from_file_location("release", ROOT / "packaging" / "release.py")
assert TOOL is not None
assert TOOL.loader is not None
release = importlib.util.module_from_spec(TOOL)
TOOL.loader.exec_module(release)
ENTRY = json.loads((ROOT / "packaging" / "server.json").read_text(encoding="utf-8"))
# What the registry asks of an entry for a package on PyPI (modelcontextprotocol.io/registry/package-types, and the
# schema that the entry names), as far as this one goes.
_ARGUMENT = {
    "oneOf": [
        {"properties": {"type": {"const": "positional"}}, "required": ["type", "value"]},
        {"properties": {"type": {"const": "named"}, "name": {"pattern": "^--"}}, "required": ["type", "name"]},
    ]
}
REGISTRY = Draft7Validator(
    {
        "type": "object",
        "required": ["$schema", "name", "description", "version", "packages"],
        "properties": {
            "name": {"pattern": r"^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$", "minLength": 3, "maxLength": 200},
            "title": {"type": "string", "minLength": 1, "maxLength": 100},
            "description": {"type": "string", "minLength": 1, "maxLength": 100},
            "packages": {
                "type": "array",
                "items": {
                    "required": ["registryType", "identifier", "version", "transport", "runtimeHint"],
                    "properties": {
                        "registryType": {"const": "pypi"},
                        "transport": {"const": {"type": "stdio"}},
                        "runtimeHint": {"const": "uvx"},
                        "runtimeArguments": {"type": "array", "items": _ARGUMENT},
                        "packageArguments": {"type": "array", "items": _ARGUMENT},
                    },
                },
            },
        },
    }
)


def test_the_entry_for_the_mcp_registry_is_one_that_the_registry_takes() -> None:
    assert [] == [error.message for error in REGISTRY.iter_errors(ENTRY)]
    assert "/".join(ENTRY["$schema"].split("/")[:3]) == "https://static.modelcontextprotocol.io"


def test_the_entry_is_of_this_program_and_starts_it_with_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    (package,) = ENTRY["packages"]
    words = [word["value"] for word in package["packageArguments"]]

    assert (package["identifier"], package["version"], ENTRY["version"]) == (DISTRIBUTION, __version__, __version__)
    # By this line, in the description that comes with the package, the registry knows that both are the same person's.
    assert f"<!-- mcp-name: {ENTRY['name']} -->" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert main([*words, "--help"]) == 0
    assert "MCP" in capsys.readouterr().out


def test_the_workflow_of_a_release_runs_the_steps_that_can_be_tried_without_publishing() -> None:
    jobs = yaml.safe_load((ROOT / "packaging" / "workflows" / "release.yml").read_text(encoding="utf-8"))["jobs"]
    lines = [step.get("run", "") for job in jobs.values() for step in job["steps"]]
    called = {call for line in lines for call in re.findall(r"packaging/release\.py ([a-z]+|\$.*)", line)}

    assert called == {"notes", "python", "finish", "${{ matrix.part }}"}
    assert {"python", "finish", *jobs["system"]["strategy"]["matrix"]["part"]} == {*release.STEPS}


def test_the_bill_of_materials_has_each_package_of_the_lock_with_its_hashes() -> None:
    hashed = {"name": "a", "version": "1", "externalReferences": [{"hashes": [{}]}]}

    release.check_bill({"components": [hashed]}, "a==1 \\\n    --hash=sha256:0\n")
    for components in ([], [{"name": "a", "version": "1"}], [hashed, {**hashed, "name": "b"}]):
        with pytest.raises(ValueError, match="differ"):
            release.check_bill({"components": components}, "a==1\n")


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


def candidate(tmp_path: Path, repository: Path, suite: str) -> str:
    """Have apt, with folders of its own, read the repository by its own file; return what it would install."""
    root = tmp_path / f"apt-{suite}"
    for folder in ("state/lists/partial", "cache/archives/partial", "etc/apt.conf.d", "etc/preferences.d", "parts"):
        (root / folder).mkdir(parents=True)
    (root / "status").touch()
    content = (repository / f"{suite}.sources").read_text(encoding="utf-8")
    (root / "parts" / "desktop-agent.sources").write_text(f"Architectures: all\n{content}", encoding="utf-8")
    settings = {
        "Dir::Etc": root / "etc", "Dir::Etc::sourcelist": "-", "Dir::Etc::sourceparts": root / "parts",
        "Dir::State": root / "state", "Dir::State::status": root / "status", "Dir::Cache": root / "cache",
        "APT::Architecture": "all", "APT::Sandbox::User": "root",
    }  # fmt: skip
    options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
    subprocess.run(["apt-get", *options, "--error-on=any", "update"], check=True, capture_output=True)
    policy = subprocess.run(
        ["apt-cache", *options, "policy", "desktop-agent"], check=True, capture_output=True, text=True
    )
    return next(line.split()[-1] for line in policy.stdout.splitlines() if "Candidate" in line)


@pytest.mark.program
def test_apt_takes_from_the_repository_what_was_made_for_its_release(tmp_path: Path, signing: str) -> None:
    repository = tmp_path / "repository"
    versions = ("0.1.0-1~debian12", "0.2.0-1~debian12", "0.4.0-1~debian13", "0.3.0-1~ubuntu24.04")
    files = [package(tmp_path, version) for version in versions]

    subprocess.run(
        ["sh", ROOT / "packaging/apt_repository.sh", repository, *files],
        env={"PATH": "/usr/bin:/bin", "APT_KEY": signing, "APT_URL": f"file:{repository}",
             "SOURCE_DATE_EPOCH": "1790000000"}, check=True,
    )  # fmt: skip

    assert "0.2.0-1~debian12" == candidate(tmp_path, repository, "bookworm")
    assert "0.4.0-1~debian13" == candidate(tmp_path, repository, "trixie")
    assert "0.3.0-1~ubuntu24.04" == candidate(tmp_path, repository, "noble")
