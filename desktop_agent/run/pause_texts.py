"""Why a run was paused, for the person; and what the model is told of it."""

from __future__ import annotations

REASONS = {  # by what the person did
    "pointer": "You moved the mouse.",
    "button": "You pressed a mouse button.",
    "key": "You pressed a key.",
    "hand": "You touched the mouse or the keyboard.",
    "pause": "You pressed the pause key. Pressed again within two seconds, it stops the run.",
    "lock": "The screen was locked.",
}
# What the model is told.
TOLD_AFTER = (
    "The person took the mouse and keyboard for a while, after all that you had asked for was carried out. "
    "The screen may have changed: look at the new picture and go on from there."
)
TOLD = (
    "The person took the mouse and keyboard for a while, and what you had asked for after that was not done. "
    "The screen may have changed: look at the new picture and go on from there."
)
TOLD_OWN_FILES = (
    "Somebody else changed files of the program that you work through, so it waited for the person, and what you had "
    "asked for after that was not done. The screen may have changed: look at the new picture and go on from there."
)
