"""What is said when the desktop's remote session cannot be had, or is over."""

from __future__ import annotations

from desktop_agent.core.errors import InputDeniedError, InputError
from desktop_agent.core.message import Message


def no_bus() -> InputDeniedError:
    """Nothing can be asked at all."""
    return InputDeniedError(
        Message("There is no D-Bus session, so the desktop can't be asked to share its screen."),
        Message("Start the program from within your desktop session."),
    )


def no_portal() -> InputDeniedError:
    """Nobody offers remote control here."""
    return InputDeniedError(
        Message("This desktop doesn't have a portal for sharing its screen, pointer and keyboard."),
        Message(
            "Install xdg-desktop-portal and its backend for your desktop, and then log in again. Or use "
            "an X11 session or sway."
        ),
    )


def dismissed() -> InputDeniedError:
    """The person said no, or closed the dialog."""
    return InputDeniedError(
        Message("You didn't agree to the desktop's request to share this screen."),
        Message("Start again, and allow sharing in the desktop's dialog."),
    )


def refused() -> InputDeniedError:
    """The portal itself said no."""
    return InputDeniedError(
        Message("The desktop refused to share its screen, pointer and keyboard."),
        Message("Log out and back in, and then try again. Or use an X11 session or sway."),
    )


def unanswered() -> InputDeniedError:
    """Nobody has decided."""
    return InputDeniedError(
        Message("You didn't respond to the desktop's request to share this screen."),
        Message("Start again, and allow sharing in the desktop's dialog."),
    )


def no_hands() -> InputDeniedError:
    """The screen is shared without pointer and keyboard."""
    return InputDeniedError(
        Message("You shared the screen, but not the pointer or keyboard."),
        Message("Start again, and also allow remote interaction in the desktop's dialog."),
    )


def no_monitor() -> InputDeniedError:
    """Return the error for when the person shared the pointer and keyboard but no monitor."""
    return InputDeniedError(
        Message("You didn't share a monitor."), Message("Start again, and select a monitor in the desktop's dialog.")
    )


def over() -> InputError:
    """The session is closed."""
    return InputError(Message("The desktop has stopped sharing its screen and input."), Message("Start the run again."))


def not_done(reason: str) -> InputError:
    """A call was refused."""
    return InputError(
        Message("The desktop didn't process the input ({reason}).", reason=reason), Message("Look at the screen.")
    )


def pointer_astray() -> InputError:
    """The pictures show the pointer elsewhere."""
    return InputError(
        Message("On this scaled screen, the pointer didn't reach its target, so nothing was pressed."),
        Message("Set the desktop's scale to 100%, or use an X11 session."),
    )
