"""Which site an address is of."""

import pytest

from desktop_agent.screen.accessible_nodes import site_of


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://mail.example.org/inbox?x=1#top", "https://mail.example.org"),
        ("http://127.0.0.1:8017/v1", "http://127.0.0.1:8017"),
        ("https://user:secret@Shop.Example/pay", "https://shop.example"),
        ("file:///srv/me/page.html", "file://"),
        ("about:srcdoc", "https://outer.example"),
        ("", "https://outer.example"),
        ("blob:https://inner.example/1-2", "https://inner.example"),
        ("data:text/html,hello", "data://"),
        ("http://[broken", ""),
    ],
)
def test_a_site_is_scheme_and_host_of_the_page_or_of_the_page_around_it(address: str, site: str) -> None:
    assert site == site_of(address, "https://outer.example")
