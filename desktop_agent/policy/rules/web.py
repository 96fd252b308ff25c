"""Rules about the web: addresses, and a browser's developer tools."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import urlsplit

from desktop_agent.core.actions import (
    Click,
    Drag,
    Finish,
    HoldButton,
    Look,
    Move,
    Navigate,
    ReleaseButton,
    ReleaseKey,
    Wait,
)
from desktop_agent.core.decision import Ask, Case, Decision, Reason, Refuse
from desktop_agent.core.display_text import foreign
from desktop_agent.core.message import Message
from desktop_agent.core.programs import BROWSERS, RUNNERS, is_one_of, short_name
from desktop_agent.policy.addresses import address_entered, as_address, ended, is_browser_page, is_carried_out
from desktop_agent.policy.effects import chords, entered, is_bar, is_browser_item, is_paste, is_written_in, presses
from desktop_agent.policy.host import host_of, is_private

_TYPED = Message("Addresses starting with file:, javascript:, data: or similar are never typed.")
# What is typed in pieces may stop here; it leads nowhere yet.
_BEGUN = re.compile(r"https?:/{0,2}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|ftps?|sftp|smb|davs?|rtsp|rtmp)://[^\s'\"<>]+", re.IGNORECASE)
_TO_A_PROGRAM = Message("This link opens another program.")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_IN_BROWSER = frozenset({"http", "https", "about", "blob", "data", "file", "javascript"})
_NETWORK = frozenset({"Network"})
_SHEETS = frozenset({"Spreadsheet"})
_FORMULA = re.compile(r"^\s*=", re.MULTILINE)
_LONGEST_SHOWN = 80
_TOOL_CHORDS = frozenset(
    {
        frozenset({"f12"}),
        frozenset({"ctrl", "u"}),
        *(frozenset({"ctrl", "shift", key}) for key in "ijcke"),
        *(frozenset({"shift", key}) for key in ("f5", "f7", "f9", "f12")),
        frozenset({"ctrl", "alt", "shift", "i"}),
        *(frozenset({"super", "alt", key}) for key in "ijcku"),
    }
)
_TOOL_SITES = ("devtools:", "view-source:")


def web_address(case: Case) -> Decision | None:
    """Refuse anything but http and https with a host and without a password in it; ask about doubtful hosts.

    Asked about, too, are links that start another program, and pages of the browser's own, where they are typed.
    Addresses are opened directly, or typed and pasted where an address bar is or may be. Doubtful are this computer and
    its network, and hosts that hide what they are. What is typed in pieces is judged as the whole that it makes.
    """
    addresses = address_entered(case)
    direct = isinstance(case.action, Navigate)
    problem = next((found for address in addresses if (found := _problem(address, direct=direct))), "")
    if problem or _types_what_is_carried_out(case):
        return Refuse((Reason("address", problem or _TYPED),))
    links = _by_link(case)
    named = (*addresses, *links, *_by_item(case), *_in_text(case))
    reasons = tuple(reason for address in named if (reason := _doubt(address)))
    reasons += tuple(Reason("address", _TO_A_PROGRAM) for address in links if _leaves(case, address))
    if not reasons and _is_unknown_paste(case):
        reasons = (Reason("unknown-paste", Message("We can't tell which address this pastes.")),)
    if not reasons and _is_edited(case):
        reasons = (Reason("edited-address", Message("We can't tell what's in the address bar now.")),)
    return Ask(reasons) if reasons else None


def _by_link(case: Case) -> tuple[str, ...]:
    """Return where a link leads that is pressed or dropped; one within the site that is shown leads to nothing new."""
    page = case.target.page
    opens = isinstance(case.action, Click | HoldButton) or presses(case, "enter", "space") or _drops_beside_page(case)
    if page is None or not page.link or not opens:
        return ()
    there, here = host_of(page.link), host_of(page.site)
    is_new = there is not None and (here is None or there.shown != here.shown)
    return (page.link,) if is_new or _leaves(case, page.link) else ()


def _leaves(case: Case, link: str) -> bool:
    """Tell whether a link starts another program, which no scope of this one covers.

    Of what isn't a browser every link does, but for those within the page that it shows.
    """
    target, there = case.target, host_of(link)
    if not _stays_in_browser(link):
        return True
    if is_one_of(target.window, BROWSERS):
        return False
    here = host_of(target.site)
    return not target.in_page or (there is not None and (here is None or there.shown != here.shown))


def _stays_in_browser(address: str) -> bool:
    """Tell whether a browser opens an address itself; for any other scheme it starts the program that takes it."""
    scheme = _SCHEME.match(address.strip())
    return scheme is None or scheme[0].lower() in _IN_BROWSER or is_browser_page(address)


def _drops_beside_page(case: Case) -> bool:
    """Tell whether a drag ends where no page is: a browser opens what is dropped on its tabs and bars."""
    ends = case.target.also
    return isinstance(case.action, Drag) and (ends is None or not ends.in_page)


def _by_item(case: Case) -> tuple[str, ...]:
    """Return what an item of a browser's menu may open: addresses in its name, and what was copied."""
    if not is_browser_item(case.target) or not (
        isinstance(case.action, Click | ReleaseButton) or presses(case, "enter")
    ):
        return ()
    texts = (*case.target.name.split(), *((case.copied.text.strip(),) if case.copied else ()))
    return tuple(address for text in texts if (address := as_address(text, sure=True)))


def _in_text(case: Case) -> tuple[str, ...]:
    """Return the addresses of this network in a text for a program that may open them, as players and viewers do."""
    what, window = entered(case), case.target.window
    if what is None or what.text is None or window is None:
        return ()
    text = case.typed_before + what.text
    # What begins so in a sheet is carried out.
    is_formula = is_one_of(window, _SHEETS) and _FORMULA.search(text) is not None
    if (is_written_in(case) and not is_formula) or is_one_of(window, RUNNERS | BROWSERS):
        return ()
    # What goes to the net takes an address without its scheme, too.
    bare = map(partial(as_address, sure=False), text.split()) if _NETWORK & window.kinds else ()
    return tuple(dict.fromkeys(one for one in (*_ADDRESS.findall(text), *bare) if is_private(one)))


def _is_edited(case: Case) -> bool:
    """Tell whether Return opens an address that cannot be read, or that keys have changed since it was typed."""
    what = ended(case)
    if what is None or is_bar(what) is not True:
        return False
    stands = case.target.focus.value if case.target.focus else None
    unread = not stands and not case.typed_before and entered(case) is None
    return unread or (case.edited and stands is None)


def _problem(url: str, *, direct: bool) -> str:
    if direct and (not url.isprintable() or any(char.isspace() for char in url)):
        return Message("The address contains spaces or invisible characters.")
    if not direct and is_browser_page(url):
        return ""
    if not direct and is_carried_out(url, sure=True):
        return _TYPED
    if not direct and _BEGUN.fullmatch(url):
        return ""
    try:
        parts = urlsplit(url)
        port_is_odd = parts.port == 0
    except ValueError:
        return Message("The address can't be read.")
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or port_is_odd:
        return Message("Only http and https addresses can be opened.")
    if parts.username is not None or parts.password is not None:
        return Message("Addresses that contain a user name or password can't be opened.")
    return ""


def _doubt(address: str) -> Reason | None:
    if is_browser_page(address):
        return Reason(
            "browser-page", Message("“{address}” is one of the browser's own pages.", address=address.strip())
        )
    host = host_of(address)
    if host is None or host.look == "plain":
        return None
    shown = foreign(host.shown, _LONGEST_SHOWN)
    if host.look == "private":
        return Reason("private-address", Message("“{shown}” is this computer or is on its local network.", shown=shown))
    return Reason(
        "odd-address", Message("The address is made to look like another one, but it leads to “{shown}”.", shown=shown)
    )


def _types_what_is_carried_out(case: Case) -> bool:
    """Tell whether text is such an address wherever it is typed: it may be unknown that it is an address bar."""
    what = entered(case)
    if what is None or what.text is None:
        return False
    texts = (what.text, case.typed_before + what.text) if case.typed_before else (what.text,)
    return any(is_carried_out(text) and not is_browser_page(text) for text in texts)


def _is_unknown_paste(case: Case) -> bool:
    what = entered(case)
    return what is not None and what.text is None and is_paste(case) and is_bar(what) is True


def developer_tools(case: Case) -> Decision | None:
    """Ask about the chords that open developer tools, and about what is done in them: it acts in the page."""
    target = case.target
    if isinstance(case.action, Move | ReleaseKey | Wait | Look | Finish):
        return None
    opens = is_one_of(target.window, BROWSERS) and bool(chords(case) & _TOOL_CHORDS)
    if not opens and not target.site.startswith(_TOOL_SITES):
        return None
    text = Message(
        "These are developer tools in {window}, and anything entered there affects the page.",
        window=short_name(target.window),
    )
    return Ask((Reason("developer-tools", text),))
