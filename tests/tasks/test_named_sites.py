"""The sites that a form asks about: each entry lets the task work at the site of its address, and nowhere else."""

from __future__ import annotations

import pytest

from desktop_agent.policy.scope import level_of, read_entry
from desktop_agent.tasks.saved.text import parse_task
from desktop_agent.tasks.saved.variables import named_sites

FIREFOX = "/usr/bin/firefox"


def sites(address: str, *steps: str) -> tuple[str, ...]:
    lines = "\n".join(f"{number}. {step}" for number, step in enumerate(steps or ('start "firefox"',), start=1))
    text = f'+++\ndesk_hosts = ["{{page}}"]\n[variables.page]\n[variables.file]\ndefault = "a"\n+++\n{lines}\n'
    named = named_sites(parse_task(text, "form.task"), {"page": address, "file": "Report=2026"})
    assert tuple(read_entry(str(entry)) for entry in named) == named
    return tuple(map(str, named))


@pytest.mark.parametrize(
    ("address", "reached", "not_reached"),
    [
        ("http://localhost/form", "http://localhost", ("http://localhost:631", "https://localhost")),
        ("http://localhost:80/form", "http://localhost", ("http://localhost:631", "https://localhost")),
        ("https://printer.lan/", "https://printer.lan", ("http://printer.lan", "https://printer.lan:8443")),
        ("192.168.1.1/form", "http://192.168.1.1", ("http://192.168.1.1:8080", "https://192.168.1.1")),
        ("http://127.0.0.1:8600/", "http://127.0.0.1:8600", ("http://127.0.0.1", "http://127.0.0.1:631")),
        ("http://[::1]/form", "http://[::1]", ("http://[::1]:631", "https://[::1]")),
        ("http://[::1]:8600/form", "http://[::1]:8600", ("http://[::1]", "http://[::1:8600]", "http://[::1]:631")),
        ("https://example.org:443/x", "https://example.org", ("https://example.org:8443", "https://example.com")),
        ("http://example.org:80/x", "http://example.org", ("http://example.org:8080",)),
        ("https://example.org:8443/x", "https://example.org:8443", ("https://example.org",)),
        ("example.org/x", "https://example.org", ("https://example.org:8443",)),
    ],
)  # fmt: skip
def test_an_entry_covers_the_site_of_its_address_and_no_other_port(
    address: str, reached: str, not_reached: tuple[str, ...]
) -> None:
    entries = [read_entry(entry) for entry in sites(address)]

    assert level_of(entries, FIREFOX, reached) == "work"
    assert [level_of(entries, FIREFOX, site) for site in not_reached] == [None] * len(not_reached)


@pytest.mark.parametrize(
    "address", ["", " ", "file:///srv/form.html", "http://", "http://a:b/", "http://a b/", "ftp://x/"]
)
def test_an_address_without_a_site_has_no_entry(address: str) -> None:
    assert sites(address) == ()


@pytest.mark.parametrize(
    ("steps", "entries"),
    [
        (('open "Report=2026"', 'start "firefox"'), ("firefox:example.org",)),
        (('open "{file}"', 'start program "firefox"'), ("firefox:example.org",)),
        (('open "firefox"',), ()),
        (('click "OK"',), ()),
        (('start "{file}"',), ()),
        (('start "a:b"',), ()),
        (('start " firefox "', 'start "chromium"'), ("firefox:example.org",)),
        (('start " "',), ()),
    ],
)  # fmt: skip
def test_an_entry_names_the_program_that_the_task_starts_where_a_scope_can_name_it(
    steps: tuple[str, ...], entries: tuple[str, ...]
) -> None:
    assert sites("https://example.org/x", *steps) == entries
