"""Resolves the settings to a provider: its server, the options and limits, and the key that may be sent there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlsplit

from desktop_agent.core.decisions.question_words import UNCHECKED
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.model.coordinates import RESIZED_STEP
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.endpoint import (
    checked_key,
    endpoint,
    is_own_address,
    is_own_host,
    key_variables,
    needs_key,
    takes_key,
)
from desktop_agent.model.profile import OWN_KEY, UNKNOWN_KEEPING, PictureKind, Profile
from desktop_agent.model.profiles import DEFAULT, PROFILES, known_profiles, selected_profile
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.request_options import (
    chained,
    request_template,
    spoken_dialect,
    stated_coordinates,
)
from desktop_agent.runtime.material import files_sent, steps_sent
from desktop_agent.runtime.provider.keys import find_key, key_file
from desktop_agent.settings import Settings
from desktop_agent.settings.api_keys import ApiKey, key_from, keyring_key


@dataclass(frozen=True, slots=True)
class Provider:
    """A server, and what the settings say of it; `embedded` is the built-in model, which runs in this process."""

    profile: Profile
    settings: ProviderSettings
    base_url: str
    key: ApiKey
    embedded: bool

    @property
    def dialect(self) -> str:
        """Return the dialect in use."""
        return self.settings.dialect or self.profile.dialect

    @property
    def model(self) -> str:
        """Return the model in use."""
        return self.settings.model or self.profile.model

    @property
    def priced(self) -> bool:
        """Return whether the cost of an answer is known."""
        if self.profile.free_at_home and not needs_key(self.base_url):
            return True
        return self.profile.price is not None and self.profile.is_for(self.settings.model)

    @property
    def stores(self) -> bool:
        """Return whether the server stores the responses of a run, so that they can be deleted."""
        dialect = spoken_dialect(self.profile, self.settings)
        template = request_template(self.profile, self.settings, dialect)
        return template.is_stored(chain=chained(self.profile, self.settings, dialect))


def selected_provider(
    settings: ProviderSettings,
    environment: Mapping[str, str],
    stored_key: Callable[[str], ApiKey] = keyring_key,
    *,
    known: Mapping[str, Profile] = PROFILES,
    allow_http: Collection[str] = (),
) -> Provider:
    """Return the provider that the settings name; SettingsError when it cannot be used, or its key is missing.

    `stored_key` reads the system's keyring; it is called only for a profile's own host and without a key in the
    environment. `known` are the available profiles (`model/profiles/__init__.py`), `allow_http` the hosts that are
    contacted without TLS.
    """
    profile = selected_profile(settings.name, settings.dialect, known, settings.base_url)
    embedded = profile.name == DEFAULT
    base_url = settings.base_url or profile.base_url
    if not base_url and not embedded:
        raise SettingsError(
            Message("No address is set for “{name}”.", name=profile.name),
            sentences(
                Message(
                    "Enter it in Settings, or with: desktop-agent config set providers.{name}.base_url URL.",
                    name=profile.name,
                ),
                Message("It looks like {example}.", example=profile.address_form) if profile.address_form else "",
            ),
        )
    if not embedded:
        endpoint(base_url, allow_http)
    if profile.workspace == "":
        raise SettingsError(
            Message("No workspace is set for “{name}”.", name=profile.name),
            Message("Save its ID with: desktop-agent config set providers.{name}.workspace ID.", name=profile.name),
        )
    key = ApiKey(None, OWN_KEY) if embedded else _resolved_key(profile, base_url, environment, stored_key)
    checked_key(key.value)
    chosen = _with_server(settings, profile)
    dialect = spoken_dialect(profile, chosen)
    chained(profile, chosen, dialect)
    request_template(profile, chosen, dialect)
    return Provider(profile, chosen, base_url, key, embedded)


def provider_of(settings: Settings, environment: Mapping[str, str]) -> Provider:
    """Return the provider for all settings, including the user's own profiles; raises SettingsError."""
    known = known_profiles(settings.providers)
    allowed = settings.network.allow_http
    stored_key = partial(find_key, file=key_file(environment))
    return selected_provider(settings.provider, environment, stored_key, known=known, allow_http=allowed)


def picture_form(settings: Settings) -> tuple[PictureKind, int]:
    """Return the image format for the provider, and the number of which a picture's sides should be multiples.

    The model sees a picture of such a size as it was sent, even if the model might resize pictures.
    SettingsError for an unknown provider, and for a viewport that is too large for the model.
    """
    wanted = settings.provider
    known = known_profiles(settings.providers)
    profile = selected_profile(wanted.name, wanted.dialect, known, wanted.base_url)
    chosen = _with_server(wanted, profile)
    dialect = spoken_dialect(profile, chosen)
    coordinates = stated_coordinates(profile, chosen, dialect)
    size = settings.screen.viewport
    if size and dialect.limit and not dialect.limit.holds(size):
        most = dialect.limit.fitted(size)
        raise SettingsError(
            Message(
                "A viewport of {width}x{height} is larger than “{model}” is known to see: it may be shrunk, and clicks "
                "would miss.",
                width=size.width,
                height=size.height,
                model=chosen.model or profile.model,
            ),
            Message("Choose a size up to {width}x{height}, or omit it.", width=most.width, height=most.height),
        )
    return profile.picture, RESIZED_STEP if coordinates in {"resized28", None} else 1


def _resolved_key(
    profile: Profile, base_url: str, environment: Mapping[str, str], stored_key: Callable[[str], ApiKey]
) -> ApiKey:
    names = key_variables(profile, base_url)
    key = key_from(names, environment)
    goes_without = profile.auth == "none" or not needs_key(base_url)
    if key.value is not None or (goes_without and not takes_key(profile)):
        return key
    trouble = ""
    adds_key = ""
    # What the keyring keeps for a profile goes to that profile's own host, as its variable does.
    if is_own_host(profile, base_url):
        try:
            stored = stored_key(profile.kept_as)
        except SettingsError as error:
            trouble = error.message
            adds_key = f"desktop-agent providers add {profile.name} --key --in-file"
        else:
            if stored.value:
                return stored
            adds_key = f"desktop-agent providers add {profile.name} --key"
    if goes_without:
        return key
    raise SettingsError(
        sentences(Message("There is no key for {hostname}.", hostname=urlsplit(base_url).hostname), trouble),
        sentences(
            Message(
                "Set the {source} variable, store a key with “{command}” or in Settings, or use the built-in model "
                "with --provider local.",
                source=key.source,
                command=adds_key,
            )
            if adds_key
            else Message(
                "Set the {source} variable, or use the built-in model with --provider local.", source=key.source
            ),
            ""
            if profile.key_variable
            else Message(
                "If it needs no key, run: desktop-agent config set providers.{name}.auth none", name=profile.name
            ),
        ),
        in_window=Message("Enter it in Settings, or choose another model."),
    )


def _with_server(settings: ProviderSettings, profile: Profile) -> ProviderSettings:
    """Return the settings with the address and the dialect in use; SettingsError for an unknown dialect."""
    return replace(
        settings,
        base_url=settings.base_url or profile.base_url,
        dialect=dialect_named(settings.dialect or profile.dialect).name,
    )


def privacy(
    provider: Provider,
    runs: str,
    *,
    pictures: bool,
    instead: str | None = None,
    attached: Sequence[str] = (),
    like: str = "",
) -> str:
    """Return a short privacy notice: the data that is sent, stored on the server, and recorded on disk.

    `instead` describes the sent data where no model of this provider is used; `attached` are the files that are sent
    along, and `like` is the run or file of steps that guides the model.
    """
    host = urlsplit(provider.base_url).netloc
    if instead is not None:
        sent = instead
    elif provider.embedded:
        sent = where_sent(provider.profile, "")
    else:
        sent = where_sent(provider.profile, provider.base_url)
    if attached or like:
        sent = sentences(sent, files_sent(attached, host), steps_sent(like, host))
    if provider.settings.forget and provider.stores and not (provider.embedded or instead is not None):
        sent = sentences(sent, Message("The server is asked to delete its responses when the run ends."))
    if instead is None and not provider.embedded and dialect_named(provider.dialect).depends_on_model:
        sent = Message("{sent} {unchecked}", sent=sent, unchecked=UNCHECKED)
    if not pictures:
        return sentences(sent, Message("All events are recorded in {runs}, but screenshots aren't.", runs=runs))
    return sentences(sent, Message("All events and screenshots are recorded in {runs}.", runs=runs))


def where_sent(profile: Profile, base_url: str, title: str = "") -> Message:
    """Return the destination of a task and its pictures, and the data that the server there stores.

    `title` is the name of a server on this computer, if it isn't the profile's. Without an address, nothing is sent.
    """
    if not base_url:
        return Message("The model runs on this computer and sends nothing.")
    host = urlsplit(base_url).netloc
    if not needs_key(base_url):
        name = title or (profile.shown_name if is_own_address(profile, base_url) else Message("the server"))
        return Message("Screenshots and your task go to {name} on this computer ({host}).", name=name, host=host)
    keeps = profile.keeps if is_own_host(profile, base_url) else UNKNOWN_KEEPING
    return sentences(Message("Screenshots and your task go to {host}.", host=host), keeps)
