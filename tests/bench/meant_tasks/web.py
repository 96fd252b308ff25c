"""Tasks in browsers and in the mail program."""

import json
import re
from pathlib import Path

from tests.bench.meant_tasks.documents import lines
from tests.bench.meant_tasks.task import OSWORLD, Task

_CHROMIUM = ("chromium", "--no-sandbox", "--no-first-run", "--password-store=basic", "--user-data-dir=~/.chromium",
             "about:blank")  # fmt: skip


def _favorites(home: Path) -> bool:
    kept = home / ".chromium/Default/Bookmarks"
    bar = json.loads(kept.read_text())["roots"]["bookmark_bar"]["children"] if kept.exists() else []
    return any(one["type"] == "folder" and one["name"] == "Favorites" for one in bar)


def _firefox(home: Path) -> None:
    lines(home / ".firefox/user.js", (
        'user_pref("browser.aboutwelcome.enabled", false);',
        'user_pref("browser.shell.checkDefaultBrowser", false);',
        'user_pref("datareporting.policy.dataSubmissionPolicyBypassNotification", true);',
    ))  # fmt: skip


def _reopening(home: Path) -> bool:
    return '"browser.startup.page", 3' in (home / ".firefox/prefs.js").read_text()


def _thunderbird(home: Path) -> None:
    server = "mail.server.server1"
    lines(home / ".thunderbird/user.js", (
        'user_pref("mail.accountmanager.accounts", "account1");',
        'user_pref("mail.accountmanager.localfoldersserver", "server1");',
        'user_pref("mail.account.account1.server", "server1");',
        f'user_pref("{server}.type", "none");',
        f'user_pref("{server}.hostname", "Local Folders");',
        f'user_pref("{server}.userName", "nobody");',
        f'user_pref("{server}.name", "Local Folders");',
        f'user_pref("{server}.directory-rel", "[ProfD]Mail/Local Folders");',
        'user_pref("mail.provider.suppress_dialog_on_startup", true);',
        'user_pref("mail.shell.checkDefaultClient", false);',
        'user_pref("mailnews.start_page.enabled", false);',
        'user_pref("app.donation.eoy.version.viewed", 99);',
        'user_pref("datareporting.policy.dataSubmissionPolicyBypassNotification", true);',
    ))  # fmt: skip
    messages = (
        f"From - Mon Jan  1 00:00:0{n} 2024\nX-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\n"
        f"From: shop@example.org\nTo: me@example.org\nSubject: Bill {n}\nMessage-ID: <{n}@example.org>\n"
        f"Date: Mon, 0{n} Jan 2024 10:00:00 +0000\n\nPlease pay {n}0.\n"
        for n in (1, 2, 3)
    )
    lines(home / ".thunderbird/Mail/Local Folders/Bills", messages)


def _two_folders(home: Path) -> bool:
    kept = home / ".thunderbird/Mail/Local Folders"
    return (kept / "COMPANY").exists() and (kept / "UNIVERSITY").exists()


def _starred(home: Path) -> bool:
    kept = (home / ".thunderbird/Mail/Local Folders/Bills").read_text()
    return len(re.findall(r"^X-Mozilla-Status: 000[4-7]", kept, re.MULTILINE)) == 3


_FIREFOX = ("firefox-esr", "--no-remote", "--profile", "~/.firefox", "about:blank")
_MAIL = ("thunderbird", "--no-remote", "--profile", "~/.thunderbird")
TASKS = (
    Task(
        10, "chromium_folder", OSWORLD, "chrome/2ad9387a-65d8-4e33-ad5b-7580065a27ca",
        "Make a folder on the bookmarks bar", _CHROMIUM, "Chromium", ("chromium=everything",), _favorites,
    ),
    Task(
        23, "firefox_start", OSWORLD, "chrome/3299584d-8f11-4457-bf4c-ce98f7600250",
        "Have the browser start with other pages", _FIREFOX, "Mozilla Firefox", ("firefox-esr=everything",),
        _reopening, _firefox,
    ),
    Task(
        21, "thunderbird_folders", OSWORLD, "thunderbird/2ad9387a-65d8-4e33-ad5b-7580065a27ca",
        "Make two local folders", _MAIL, "Thunderbird", ("thunderbird=everything",), _two_folders, _thunderbird,
    ),
    Task(
        22, "thunderbird_stars", OSWORLD, "thunderbird/3d1682a7-0fb0-49ae-a4dc-a73afd2d06d5",
        "Give a star to each message of a folder", _MAIL, "Thunderbird", ("thunderbird=everything",), _starred,
        _thunderbird,
    ),
)  # fmt: skip
