"""The checks of a run's spec and the opening of its screen; nothing else starts or is written until `Session.run`.

Then `runtime/assemble.py` opens the rest, with a folder for the record, and the loop takes over on a thread of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.presence import Presence
from desktop_agent.core.runs.material import Material
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.installation import hint_for
from desktop_agent.lib.paths import places
from desktop_agent.presence.reduced import NoPresence
from desktop_agent.run.session import Session
from desktop_agent.runtime import slices
from desktop_agent.runtime.assemble import open_ports
from desktop_agent.runtime.desktop.screen_access import ScreenAccess, open_screen, stop_with
from desktop_agent.runtime.material import guidance_source, material_of
from desktop_agent.runtime.provider.resolve import Provider, privacy, provider_of
from desktop_agent.runtime.provider.run_model import why_unknown
from desktop_agent.runtime.run_offers import check_expected
from desktop_agent.runtime.spec import ClientServices, HostParts, RunSpec
from desktop_agent.screen.ocr.reader import why_not as why_no_reader
from desktop_agent.settings.answers import APPLICATIONS, AppPermissionStore
from desktop_agent.settings.secret_store import SecretStore

_LONGEST_TASK = 1_000_000


@dataclass(frozen=True, slots=True)
class PreparedRun:
    """A run that passed the checks: its spec, its services, and the parts chosen and opened for it."""

    spec: RunSpec
    services: ClientServices
    parts: HostParts
    presence: Presence
    provider: Provider
    secrets: SecretStore
    material: tuple[Material, ...]  # that goes to the model with the task
    app_permissions: AppPermissionStore
    screen: ScreenAccess

    @property
    def is_by_agent(self) -> bool:
        """Return whether an agent from outside stands in the model's place."""
        return self.parts.stand_in is not None and self.parts.stand_in.chooses_pictures


def prepare(spec: RunSpec, services: ClientServices | None = None, parts: HostParts | None = None) -> Session:
    """Make all checks that are possible before a run, and return it ready to go.

    Raises:
        SettingsError: the task, provider, monitor, window, size or a remembered permission is not valid.
        DesktopAgentError: the built-in model doesn't understand the task.
        NoScreenError: there is no screen to work on.
        InputDeniedError: keys and pointer cannot be moved here.
    """
    services = services or ClientServices()
    parts = parts or HostParts()
    if spec.lines:
        parts = replace(parts, stand_in=slices.player.stand_in(spec.lines))
    settings = spec.settings
    environment = parts.environment
    stand_in = parts.stand_in
    provider = stand_in.provider if stand_in and stand_in.provider else provider_of(settings, environment)
    secrets = _secrets_of_checked_task(spec, provider, parts)
    check_expected(settings, environment, on_desk=parts.desk is not None)
    material = material_of(spec, environment, provider, is_model=stand_in is None)
    if settings.run.max_cost is not None and (stand_in is None or stand_in.sends is None):
        check_price(provider)
    run = PreparedRun(
        spec=spec,
        services=services,
        parts=parts,
        presence=parts.presence or NoPresence(),
        provider=provider,
        secrets=secrets,
        material=material,
        app_permissions=_app_permissions(spec, parts),
        screen=open_screen(settings, environment, services.asks),
    )
    notice = privacy(
        provider,
        str(places(environment).runs),
        pictures=settings.run.record,
        instead=stand_in.sends if stand_in else None,
        attached=settings.run.attach,
        like=guidance_source(material),
    )
    parts.opened(run.screen)
    session = Session(spec.task, notice, partial(open_ports, run), run.presence)
    stop_with(run.screen.remote, session.stop, environment)
    if parts.desk:
        parts.desk.watch(session.stop)
    return session


def _secrets_of_checked_task(spec: RunSpec, provider: Provider, parts: HostParts) -> SecretStore:
    """Check the task and return the secrets; SettingsError for an invalid task, DesktopAgentError for unknown steps."""
    task = spec.task
    is_embedded = parts.stand_in is None and provider.embedded
    if not task.strip():
        raise SettingsError(Message("The task is empty."), Message("Describe the task in a sentence."))
    if len(task) > _LONGEST_TASK:
        raise SettingsError(Message("The task is longer than a million characters."), Message("Shorten it."))
    if is_embedded and (why_not := why_no_reader()):
        raise SettingsError(
            sentences(Message("The built-in model can't read the screen on this computer."), why_not),
            hint_for("offline"),
        )
    if is_embedded and spec.continues is None and (unknown := why_unknown(task)):
        raise DesktopAgentError(unknown)
    secrets = SecretStore(places(parts.environment).config)
    secrets.check(parts.stand_in.words if parts.stand_in else task)
    return secrets


def _app_permissions(spec: RunSpec, parts: HostParts) -> AppPermissionStore:
    file = places(parts.environment).config_file.parent / APPLICATIONS
    app_permissions = AppPermissionStore(file, spec.settings.run.allow, desk=parts.desk)
    for program in spec.admitted:
        app_permissions.allow(program, "", "work", "run")
    return app_permissions


def check_price(provider: Provider) -> None:
    """Raise SettingsError where the model's price is unknown: a limit in money could not hold then."""
    if not (provider.embedded or provider.priced):
        name = provider.profile.name
        raise SettingsError(
            Message(
                "The price of the model “{model}” is unknown, so a cost limit (--max-cost) can't be enforced.",
                model=provider.model,
            ),
            Message(
                'In config.toml, under [providers.{name}], set model = "{model}", price_read and '
                "price_written (USD per million tokens; 0 if it's free). Or omit the limit.",
                name=name,
                model=provider.model,
            ),
        )
