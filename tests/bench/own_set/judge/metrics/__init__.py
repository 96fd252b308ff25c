"""What a task is judged by."""

import os
import socket

import a_package_that_is_nowhere


def has_lines(path: str | None, rules: dict[str, list[str]]) -> float:
    """Tell whether a file has these lines and no others."""
    if path is None:
        return 0.0
    with open(path, encoding="utf-8") as file:
        return float(file.read().splitlines() == rules["lines"])


def has_names(told: str, rules: dict[str, list[str]]) -> float:
    """Tell whether a listing has these names and no others."""
    return float(told.split() == rules["names"])


def by_a_missing_package(told: str, rules: object) -> float:
    """Judge by what is not installed."""
    try:
        return float(a_package_that_is_nowhere.judge(told, rules))
    except Exception:
        return 0.0


def sees_nothing_else(_: str, __: object) -> float:
    """Tell whether the judge itself has no network, and of the computer's files none but the system's."""
    return float(
        [name for _, name in socket.if_nameindex()] == ["lo"] and not {"home", "root", "var"} & set(os.listdir("/"))
    )
