"""Settings: flags win over environment variables, over the config file, over defaults. All are checked."""

from desktop_agent.settings.load import PREFIX, Origin, Sourced, literal, load
from desktop_agent.settings.sections import (
    ApplicationsSettings,
    CapsSettings,
    InputSettings,
    NetworkSettings,
    PersonSettings,
    PrivacySettings,
    ProviderSettings,
    RecordSettings,
    RunSettings,
    ScreenSettings,
    Settings,
    ThemeName,
    UiSettings,
)

__all__ = [
    "PREFIX",
    "ApplicationsSettings",
    "CapsSettings",
    "InputSettings",
    "NetworkSettings",
    "Origin",
    "PersonSettings",
    "PrivacySettings",
    "ProviderSettings",
    "RecordSettings",
    "RunSettings",
    "ScreenSettings",
    "Settings",
    "Sourced",
    "ThemeName",
    "UiSettings",
    "literal",
    "load",
]
