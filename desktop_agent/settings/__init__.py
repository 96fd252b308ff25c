"""Settings: flags win over environment, over the config file, over defaults; all checked, each with its origin."""

from desktop_agent.settings.load import PREFIX, Origin, Sourced, literal, load
from desktop_agent.settings.sections import (
    ApplicationsSettings,
    CapsSettings,
    NetworkSettings,
    PersonSettings,
    ProviderSettings,
    RunSettings,
    ScreenSettings,
    Settings,
)

__all__ = [
    "PREFIX",
    "ApplicationsSettings",
    "CapsSettings",
    "NetworkSettings",
    "Origin",
    "PersonSettings",
    "ProviderSettings",
    "RunSettings",
    "ScreenSettings",
    "Settings",
    "Sourced",
    "literal",
    "load",
]
