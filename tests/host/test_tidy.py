"""Old recordings go as the settings say, and the person is told; by default all stay."""

from pathlib import Path

from desktop_agent.host.tidy import clear_out_runs
from desktop_agent.record.store import RunStore
from desktop_agent.settings.confirmed import confirm
from tests.fakes.recorded import record_run


def home(tmp_path: Path, settings: str) -> dict[str, str]:
    (tmp_path / "config").mkdir()
    (tmp_path / "config/config.toml").write_text(settings)
    for token in ("000001", "000002"):
        record_run(RunStore(tmp_path / "data/runs"), token)
    return {"DESKTOP_AGENT_HOME": str(tmp_path)}


def left(tmp_path: Path) -> int:
    return len(RunStore(tmp_path / "data/runs").folders())


def test_what_goes_is_told_in_a_sentence(tmp_path: Path) -> None:
    told = clear_out_runs(home(tmp_path, "[record]\nkeep_gb = 0.000001\n"))

    assert told.startswith("1 old run deleted according to your settings, freeing ")
    assert 1 == left(tmp_path)


def test_by_default_all_stay_and_nothing_is_said(tmp_path: Path) -> None:
    assert ("", 2) == (clear_out_runs(home(tmp_path, "")), left(tmp_path))


def test_settings_that_cannot_be_read_delete_nothing(tmp_path: Path) -> None:
    assert ("", 2) == (clear_out_runs(home(tmp_path, "[record]\nkeep_gb = -1\n")), left(tmp_path))


def test_what_somebody_else_wrote_into_the_settings_deletes_nothing(tmp_path: Path) -> None:
    environment = home(tmp_path, "")
    confirm(tmp_path / "config")
    (tmp_path / "config/config.toml").write_text("[record]\nkeep_gb = 0.000001\n")

    assert ("", 2) == (clear_out_runs(environment), left(tmp_path))
