"""The settings of the provider: a section like those of `settings/sections.py`, here as requests are made from it."""
# The types of the fields are read as the program runs, so that nothing here is postponed.

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_agent.core.texts.message import Message
from desktop_agent.lib.setting import Flag, is_new_text, plain_text, setting
from desktop_agent.model.coordinates import Coordinates
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.endpoint import without_login
from desktop_agent.model.families import FAMILY_NAMES

NEWEST_PICTURES = 5  # that are sent again with each turn


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """Which model to use, and how; None means the profile's default."""

    name: str | None = setting(
        None,
        Message("Provider"),
        Message("The service whose model controls this computer."),
        check=plain_text,
        control="choice",
        flag=Flag("--provider", Message("The model's provider; see “providers list”."), "NAME"),
    )
    """The provider. See `desktop-agent guide models`. By default, the built-in model."""

    # These belong to one provider: a file has them in its [providers.NAME] table.
    model: str | None = setting(
        None,
        check=plain_text,
        flag=Flag("--model", Message("The model name on that server."), "NAME"),
        per_run=True,
    )

    base_url: str | None = setting(
        None,
        check=without_login,
        flag=Flag("--base-url", Message("The address of the server of --provider, or of one without a name."), "URL"),
        per_run=True,
    )

    dialect: str | None = setting(
        None,
        names=DIALECT_NAMES,
        flag=Flag("--dialect", Message("The format of requests and responses.")),
        per_run=True,
    )

    coordinates: Coordinates | None = setting(
        None, flag=Flag("--coordinates", Message("The model's coordinates.")), per_run=True
    )

    family: str | None = setting(
        None,
        names=FAMILY_NAMES,
        flag=Flag("--family", Message("The model's family, for --dialect functions.  [from its name]")),
        per_run=True,
    )

    stream: bool | None = setting(
        None,
        flag=Flag("--stream/--no-stream", Message("Stream responses, or receive them all at once.")),
        per_run=True,
    )

    chain: bool | None = setting(
        None,
        Message("History on the server"),
        Message("Otherwise, it's kept only on this computer."),
        choices={"true": Message("Yes"), "false": Message("No")},
        unset=Message("Provider default"),
        flag=Flag("--chain/--no-chain", Message("Have the server keep the history, or keep it on this computer.")),
        advanced=True,
    )

    forget: bool = setting(
        False,
        Message("Forget afterwards"),
        Message("After each run, have the server delete what it stored."),
        flag=Flag("--forget"),
    )

    instructions: str | None = setting(
        None,
        Message("Instructions"),
        Message("Sent to the model before every task."),
        check=plain_text,
        control="long",
        flag=Flag("--instructions", metavar="TEXT"),
        widens=is_new_text,
    )

    window_tokens: int | None = setting(None, least=1_000, most=100_000_000, per_run=True)

    keep_pictures: int = setting(
        NEWEST_PICTURES,
        Message("Pictures kept"),
        Message("The most recent ones, if the history is kept on this computer."),
        least=1,
        most=100,
        advanced=True,
    )

    # Checked name by name where settings are loaded.
    params: Mapping[str, object] = setting(
        {},
        flag=Flag(
            "--param",
            Message("A parameter to send with each request: temperature=0.2, reasoning.effort=high."),
            "NAME=VALUE",
        ),
    )
