"""What an address is to a browser: a site, a file, code, another program, or the browser itself."""

import pytest

from desktop_agent.core.address import (
    NOWHERE,
    AddressKind,
    Document,
    OwnPage,
    document_at,
    is_popup,
    kind_of,
    own_page,
)

KINDS = {
    AddressKind.SITE: ("https://example.org/a?b#c", "http://EXAMPLE.org:8080", "https://пример.рф", "http://8.8.8.8"),
    AddressKind.PRIVATE: ("http://localhost:3000/", "http://127.1/", "http://router/", "https://wiki.corp/a"),
    AddressKind.FILE: ("file:///srv/me/page.html", "FILE:/etc/hosts"),
    AddressKind.OWN: (
        *("chrome://new-tab-page-third-party/", "chrome://omnibox-popup.top-chrome/", "chrome://settings/cookies"),
        *("chrome-untrusted://print/1", "chrome-error://chromewebdata/", "chrome-search://local-ntp", "about:blank"),
        *("chrome-extension://abc/popup.html", "moz-extension://1-2/x", "safari-web-extension://abc/x", "about:config"),
        *("edge://newtab", "brave://settings", "opera://startpage", "vivaldi://about", "browser://tune", "jar:x"),
        *("resource://pdf.js/web/viewer.html", "devtools://devtools/bundled/x", "view-source:https://example.org"),
    ),
    AddressKind.CODE: ("javascript:go()", "data:text/html,hello", "blob:https://example.org/1", "vbscript:x"),
    AddressKind.PROGRAM: ("mailto:ada@example.org", "zoommtg://zoom.us/join", "ftp://example.org/a"),
    AddressKind.UNKNOWN: ("", "example.org/a", "http://[broken", "http://a:99999/", "http:///x", "weather tomorrow"),
}


@pytest.mark.parametrize(("kind", "address"), [(kind, one) for kind, ones in KINDS.items() for one in ones])
def test_an_address_has_one_kind(kind: AddressKind, address: str) -> None:
    assert kind_of(address) == kind


@pytest.mark.parametrize(
    ("address", "site", "path"),
    [
        ("https://mail.example.org/inbox?x=1#top", "https://mail.example.org", "/inbox"),
        ("http://127.0.0.1:8017/v1", "http://127.0.0.1:8017", "/v1"),
        ("http://127.1:8017/v1", "http://127.0.0.1:8017", "/v1"),
        ("http://[::1]:8000/", "http://[::1]:8000", "/"),
        ("https://example.org:443/", "https://example.org", "/"),
        ("https://user:secret@Shop.Example/pay", "https://shop.example", "/pay"),
        ("http://%65xample.org/", "http://example.org", "/"),
        ("http://example.org\\@other.example/", "http://example.org", "/@other.example/"),
        ("file:///srv/me/page.html", "file://", "/srv/me/page.html"),
        ("blob:https://inner.example/1-2", "https://inner.example", "/1-2"),
        ("data:text/html,hello", "data://", "text/html,hello"),
    ],
)
def test_a_page_of_a_site_is_known_by_scheme_host_and_path(address: str, site: str, path: str) -> None:
    outer = document_at("https://outer.example/")

    assert document_at(address) == document_at(address, outer)
    assert (document_at(address).site, document_at(address).path, document_at(address).own) == (site, path, "")


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("chrome://settings/passwords?q=a#b", "chrome://settings/passwords"),
        ("chrome://newtab/", "chrome://newtab"),
        ("about:preferences#privacy", "about:preferences"),
        ("about:neterror?e=dnsNotFound&u=https://example.org", "about:neterror"),
        ("kagi://start/page", "kagi://start/page"),
    ],
)
def test_an_internal_browser_page_has_no_site(address: str, own: str) -> None:
    assert document_at(address) == Document(AddressKind.OWN, own=own)


@pytest.mark.parametrize("address", ["about:srcdoc", "", "javascript:x", "chrome-extension://pdf/index.html", "blob:"])
def test_a_frame_without_a_site_of_its_own_belongs_to_the_page_around_it(address: str) -> None:
    outer = document_at("https://outer.example/letter.pdf")

    assert document_at(address, outer) == outer


@pytest.mark.parametrize("address", ["http://[broken", "", "javascript:x"])
def test_an_unreadable_address_is_no_document(address: str) -> None:
    assert document_at(address) == NOWHERE


PAGES = {
    OwnPage.MEANS: ("chrome://newtab", "chrome://new-tab-page/", "about:newtab", "about:home", "edge://newtab/",
                    "chrome://omnibox-popup.top-chrome/", "chrome-search://local-ntp/x.html"),
    OwnPage.LISTS: ("chrome://bookmarks", "chrome://history/all", "about:blank", "edge://favorites",
                    "about:reader?url=x"),
    OwnPage.DOWNLOADS: ("chrome://downloads/", "about:downloads"),
    OwnPage.SETTINGS: ("chrome://settings", "chrome://settings/cookies", "about:preferences#x", "ABOUT:addons",
                       "chrome://extensions/?id=a"),
    OwnPage.PASSWORDS: ("chrome://password-manager/passwords", "about:logins", "chrome://settings/passwords"),
    OwnPage.EXTENSION: ("chrome-extension://abc/popup.html", "moz-extension://abc/x"),
    OwnPage.TOOLS: ("devtools://devtools/x", "view-source:https://example.org"),
    OwnPage.OTHER: ("chrome://flags", "about:config", "chrome-error://chromewebdata/", "chrome://settings.evil.example/",
                    "chrome://restart", "about:", "resource://pdf.js/x"),
    None: ("https://example.org/newtab", "file:///newtab", "mailto:newtab", "newtab", "http://[newtab"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "address"), [(kind, one) for kind, ones in PAGES.items() for one in ones])
def test_each_internal_browser_page_has_a_kind(kind: OwnPage | None, address: str) -> None:
    assert own_page(address) == kind


def test_the_list_below_the_address_bar_is_drawn_above_a_page() -> None:
    assert is_popup("chrome://omnibox-popup.top-chrome")
    assert not is_popup("chrome://settings")
    assert not is_popup("about:newtab")
    assert not is_popup("http://[broken")
