"""The built-in rules and what they decide, in a few words each; the record and the command line use their names."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.policy.rule import RuleVerdict

VERDICT_WORDS: Mapping[RuleVerdict, str] = {"allow": "Allow", "ask": "Ask", "deny": "Never"}
RULE_TITLES: Mapping[str, str] = {
    "session-chord": "Keys that end the session",
    "address": "Script and file addresses",
    "private-address": "Private addresses",
    "odd-address": "Misleading addresses",
    "unknown-paste": "Unknown paste",
    "edited-address": "Edited address",
    "developer-tools": "Developer tools",
    "launcher-chord": "Launcher keys",
    "shell-line": "Command lines",
    "terminal": "Terminals",
    "password-field": "Password fields",
    "own-files": "These settings",
    "opens-file": "Opening programs",
    "file-place": "System and hidden files",
    "unsaved-close": "Closing unsaved work",
    "delete-key": "Delete keys",
    "send-key": "Keys that send",
    "unknown-effect": "Unknown effect",
    "consequence-send": "Sending",
    "consequence-pay": "Paying",
    "consequence-buy": "Buying",
    "consequence-delete": "Deleting",
    "consequence-submit": "Submitting",
    "consequence-system": "Shutting down",
    "consequence-run": "Running programs",
    "consequence-grant": "Granting rights",
    "question": "Questions of a window",
    "form": "Forms of a page",
    "price": "Buttons beside a price",
    "file-out": "Files that go out",
    "credential": "Secret keys",
}
