"""Opens the connection to the provider under test, which may be the built-in model, and closes it afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass, replace

from desktop_agent.core.runs.events import Event
from desktop_agent.doctor.probe.check import Findings, ProbeCheck
from desktop_agent.doctor.probe.suite import ProbeClient, ProbeSuite
from desktop_agent.model.caps import Timeouts
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.endpoint import endpoint, key_variables
from desktop_agent.model.picture import picture_of
from desktop_agent.model.request_options import request_template, spoken_dialect, stated_coordinates
from desktop_agent.model.wire.client import Client
from desktop_agent.model.wire.request_sender import RequestSender
from desktop_agent.runtime.provider.keys import SESSION
from desktop_agent.runtime.provider.pointing import marked_frame
from desktop_agent.runtime.provider.resolve import Provider
from desktop_agent.serve.server import local_server

# The user is waiting: few tries, and no wait for a lost network.
_PATIENCE = Timeouts(tries=2, outage_s=0.0, gateway_s=0.0)


@dataclass(frozen=True, slots=True)
class ProviderProbe:
    """The test of the provider of flags and settings, and the callbacks for its results."""

    provider: Provider
    report: Callable[[ProbeCheck], None]
    note_step: Callable[[str], None]
    allow_http: Collection[str] = ()  # hosts reached without TLS
    patience: Timeouts = _PATIENCE

    def run(self) -> Findings:
        """Test it, from the first connection to the last click.

        Raises SettingsError for contradictory settings, or if the built-in model can't start; each fault of the
        server is a line of the test.
        """
        with ExitStack() as stack:
            base_url = self.provider.base_url
            key = self.provider.key.value
            if self.provider.embedded:
                self.note_step("starting the built-in model")
                local = stack.enter_context(local_server())
                base_url = local.base_url
                key = local.token
            return asyncio.run(self._findings(base_url, key))

    async def _findings(self, base_url: str, key: str | None) -> Findings:
        profile = self.provider.profile
        settings = replace(self.provider.settings, base_url=base_url, chain=False)
        dialect = spoken_dialect(profile, settings)
        template = request_template(profile, settings, dialect)
        where = endpoint(base_url, self.allow_http, dialect.api)
        http = Client(where, {**dialect.api.headers, **profile.credentials(key)}, self.patience)
        # Only the computer tool is tested: a function call would need an answer of its own.
        sender = RequestSender(http, _ignore)
        client = ProbeClient(sender, replace(template, functions=()), key)

        source = self.provider.key.source
        key_name = " or ".join(key_variables(profile, base_url)) if source == SESSION else source

        def talk(*, stream: bool | None = settings.stream, in_results: bool | None = None) -> Conversation:
            return Conversation(
                profile if in_results is None else replace(profile, pictures_in_results=in_results),
                replace(settings, stream=stream),
                key=key,
                announce=_ignore,
                sender=sender,
                key_source=key_name,
                steps_down=False,
            )

        try:
            return await ProbeSuite(
                dialect=dialect,
                declared=stated_coordinates(profile, settings, dialect),
                key_name=key_name,
                client=client,
                picture=picture_of(marked_frame("image/png")),
                talk=talk,
                report=self.report,
                note_step=self.note_step,
            ).examine()
        finally:
            await http.close()


def _ignore(event: Event) -> None:
    """Ignore the events of a run: results are reported as checks."""
