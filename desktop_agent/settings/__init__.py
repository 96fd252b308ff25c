"""Settings: flags win over environment variables, over the config file, over defaults. All are checked.

`sections.py` declares every setting once, with all that `lib/setting.py` provides for: default and bounds, words for
people, its flag, and its place in the Settings window. The section of the provider is `model/provider_settings.py`,
where requests are made from it. The flags, the Settings window and the guide (by a script in packaging/) are made from
these. `load.py` finds each setting's strongest source. Values are checked by their declarations (`file_tables.py`),
also those of a provider's table (`providers.py`) and of a task (`run_terms.py`). `rules.py` reads its lists by
`file_tables.py`. `complaint.py` explains errors.

`edit.py` changes the file and preserves comments. No run begins with changes by another program until a person has
confirmed them: `confirmed.py` keeps the record and compares.

Other files hold answers (`answers.py`, in the format of `entry_file.py`), keys (`api_keys.py`) and secrets
(`secret_store.py`); `autostart.py` starts the program with the desktop.
"""

from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.settings.load import PREFIX, Origin, Sourced, literal, load, settings_of
from desktop_agent.settings.sections import (
    InputSettings,
    NetworkSettings,
    PersonSettings,
    PrivacySettings,
    RecordSettings,
    RunSettings,
    ScreenSettings,
    Settings,
    ThemeName,
    UiSettings,
)

__all__ = [
    "PREFIX",
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
    "settings_of",
]
