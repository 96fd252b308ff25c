"""What Python runs at each start, and links that lead where nobody looks, are asked about by themselves."""

import pytest

from desktop_agent.desk.receipt.classify import why_by_place, why_by_target


@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ("shop/venv/lib/python3.11/site-packages/x.pth", True),
        ("shop/lib/python3/dist-packages/sitecustomize.py", True),
        ("shop/site-packages/requests/api.py", False),
        ("notes/weights.pth", False),
    ],
)
def test_what_python_runs_at_its_start_would_run_later_wherever_its_packages_lie(path: str, *, runs: bool) -> None:
    assert bool(why_by_place(path)) is runs


@pytest.mark.parametrize(
    ("path", "target", "why"),
    [
        ("Letters/a", "../Photos/b", ""),
        ("Letters/a", "/srv/ada/Photos", ""),
        ("Letters/a", "/etc/passwd", "points outside"),
        ("Letters/a", "../.ssh", "hidden"),
        ("Letters/a", "/srv/ada/.config/autostart", "hidden"),
        (".app/a", "../.other/b", ""),
    ],
)
def test_a_link_counts_by_where_it_leads(path: str, target: str, why: str) -> None:
    words = why_by_target(path, target, "/srv/ada")

    assert bool(words) is bool(why)
    assert why in words
