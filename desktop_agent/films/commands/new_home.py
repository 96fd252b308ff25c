"""The home folder in which a film's program works: empty, but for what keeps programs from asking on their own.

A new home makes some programs greet the person, or offer to save a password, above what the film shows. These have
settings of their own against it, and read them below the home or `XDG_CONFIG_HOME`.
"""

from __future__ import annotations

import json
from pathlib import Path

_GTK = "[Settings]\ngtk-cursor-blink = false\n"  # it blinks at its own times
_CHROMIUMS = ("chromium", "google-chrome", "BraveSoftware/Brave-Browser", "microsoft-edge", "vivaldi")
_CHROMIUM = {
    "browser": {"check_default_browser": False},
    "credentials_enable_service": False,
    "profile": {"password_manager_enabled": False},
    "translate": {"enabled": False},
}
_FIREFOX_PROFILES = "[Profile0]\nName=film\nIsRelative=1\nPath=film\nDefault=1\n\n[General]\nStartWithLastProfile=1\n"
_FIREFOX = {
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.translations.automaticallyPopup": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "signon.rememberSignons": False,
}
_LIBREOFFICE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value>
</prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="LastTimeDonateShown" oor:op="fuse">
<value>4102444800</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="LastTimeGetInvolvedShown" oor:op="fuse">
<value>4102444800</value></prop></item>
</oor:items>
"""


def make_home(home: Path) -> dict[str, str]:
    """Make an empty home folder with these settings, and return the environment variables that name it."""
    for name, text in _files().items():
        file = home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
    }


def _files() -> dict[str, str]:
    """Return the settings files, by their names below the home folder."""
    firefox = "".join(f'user_pref("{name}", {json.dumps(value)});\n' for name, value in _FIREFOX.items())
    return {
        **{f"config/{toolkit}/settings.ini": _GTK for toolkit in ("gtk-3.0", "gtk-4.0")},
        **{f"config/{browser}/Default/Preferences": json.dumps(_CHROMIUM) for browser in _CHROMIUMS},
        **{f"config/{browser}/First Run": "" for browser in _CHROMIUMS},
        ".mozilla/firefox/profiles.ini": _FIREFOX_PROFILES,
        ".mozilla/firefox/film/user.js": firefox,
        "config/libreoffice/4/user/registrymodifications.xcu": _LIBREOFFICE,
    }
