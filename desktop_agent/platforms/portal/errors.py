"""What is said when the desktop's remote session cannot be had, or is over."""

from __future__ import annotations

from desktop_agent.core.errors import InputDeniedError, InputError
from desktop_agent.core.message import Message


def no_bus() -> InputDeniedError:
    """Nothing can be asked at all."""
    return InputDeniedError(
        "There is no D-Bus session, by which the desktop could be asked to share itself.",
        "Start the program from within your desktop.",
    )


def no_portal() -> InputDeniedError:
    """Nobody offers remote control here."""
    return InputDeniedError(
        "This desktop has no portal that shares its screen, pointer and keyboard.",
        "Install xdg-desktop-portal and its part for your desktop, then log in again; or use an X11 session, or sway.",
    )


def dismissed() -> InputDeniedError:
    """The person said no, or closed the dialog."""
    return InputDeniedError(
        "The desktop asked you whether to share this screen, and you did not agree.",
        "Start again, and agree in the desktop's own dialog.",
    )


def refused() -> InputDeniedError:
    """The portal itself said no."""
    return InputDeniedError(
        "The desktop refused to share its screen, pointer and keyboard.",
        "Log out and in, then try again; or use an X11 session, or sway.",
    )


def unanswered() -> InputDeniedError:
    """Nobody has decided."""
    return InputDeniedError(
        "The desktop's question whether to share this screen was not answered.",
        "Start again, and agree in the desktop's own dialog.",
    )


def no_hands() -> InputDeniedError:
    """The screen is shared without pointer and keyboard."""
    return InputDeniedError(
        "You have shared the screen, but neither pointer nor keyboard.",
        "Start again, and allow remote interaction in the desktop's dialog, too.",
    )


def no_monitor() -> InputDeniedError:
    """Pointer and keyboard are shared without a screen."""
    return InputDeniedError("You have shared no monitor.", "Start again, and choose one in the desktop's dialog.")


def over() -> InputError:
    """The session is closed."""
    return InputError("The desktop has ended the sharing of its screen and input.", "Start the run anew.")


def not_done(reason: str) -> InputError:
    """A call was refused."""
    return InputError(
        Message("The desktop did not do what was sent to it ({reason}).", reason=reason), "Look at the screen."
    )


def pointer_astray() -> InputError:
    """The pictures show the pointer elsewhere."""
    return InputError(
        "The pointer did not get where it was sent on this scaled screen, so nothing was pressed.",
        "Set the desktop's scale to 100 %, or use an X11 session.",
    )
