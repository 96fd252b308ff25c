"""Sentences on the desktop's remote session: what to choose in its dialog, and why there is none."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.core.errors import InputDeniedError, InputError
from desktop_agent.core.texts.message import Message, sentences

_SCREEN_ALONE = Message("The desktop is asking you to share your screen. Choose the screen, and then press Share.")
_EVERYTHING = Message(
    "The desktop is asking you to share your screen, pointer and keyboard. Choose the screen, and allow all three."
)
_EVERYTHING_ON = {
    "GNOME": Message(
        "GNOME is asking you to share your screen. Choose the screen, turn on “Allow Remote Interaction”, and then "
        "press Share. If “Remember This Selection” stays on, it asks only once."
    ),
    "KDE": Message(
        "Plasma is asking you to share your screens, pointer and keyboard. Press Share. If “Allow restoring on future "
        "sessions” stays on, it asks only once."
    ),
}


_WITHOUT_INPUT = Message("You shared the screen, but not the pointer or keyboard.")
_WITHOUT_MONITOR = Message("You didn't share a monitor.")
_AGAIN = Message("The desktop is asking you again: allow all three.")
_AGAIN_ON = {
    "GNOME": Message("GNOME is asking you again: turn on “Allow Remote Interaction”, and then press Share."),
    "KDE": Message("Plasma is asking you again: leave control of pointer and keyboard on, and press Share."),
}
_CHOOSE_AGAIN = Message("The desktop is asking you again: select a monitor.")


def what_to_choose(environment: Mapping[str, str], *, pictures_only: bool = False) -> Message:
    """Return the sentence that the desktop asks, and what to choose in its dialog."""
    if pictures_only:
        return _SCREEN_ALONE
    return _for_desktop(environment, _EVERYTHING_ON, _EVERYTHING)


def what_to_choose_again(environment: Mapping[str, str], *, has_input: bool) -> str:
    """Return what the person has left out, that the desktop asks again, and what to choose; `has_input`: no monitor."""
    if has_input:
        return sentences(_WITHOUT_MONITOR, _CHOOSE_AGAIN)
    return sentences(_WITHOUT_INPUT, _for_desktop(environment, _AGAIN_ON, _AGAIN))


def _for_desktop(environment: Mapping[str, str], by_desktop: Mapping[str, Message], otherwise: Message) -> Message:
    desktops = environment.get("XDG_CURRENT_DESKTOP", "").split(":")
    return next((sentence for name, sentence in by_desktop.items() if name in desktops), otherwise)


def no_bus() -> InputDeniedError:
    """Nothing can be asked at all."""
    return InputDeniedError(
        Message("There is no D-Bus session, so the desktop can't be asked to share its screen."),
        Message("Start the program from within your desktop session."),
    )


def no_portal(service: str = "") -> InputDeniedError:
    """No portal offers remote control here; `service` is the desktop's portal, if it runs."""
    if service:
        return InputDeniedError(
            Message("This desktop's portal is running, but doesn't offer to share the screen, pointer and keyboard."),
            # The portal's front end caches the first answer of its back end.
            Message("Restart it: “systemctl --user restart {service} xdg-desktop-portal”.", service=service),
        )
    return InputDeniedError(
        Message("This desktop doesn't have a portal for sharing its screen, pointer and keyboard."),
        Message(
            "Install xdg-desktop-portal and its backend for your desktop, and then log in again. Or use "
            "an X11 session or sway."
        ),
    )


def dismissed() -> InputDeniedError:
    """The user refused, or closed the dialog."""
    return _not_shared(
        Message("You didn't agree to the desktop's request to share this screen."),
        Message("Start again, and allow sharing in the desktop's dialog."),
    )


def refused() -> InputDeniedError:
    """The portal itself refused."""
    return InputDeniedError(
        Message("The desktop refused to share its screen, pointer and keyboard."),
        Message("Log out and back in, and then try again. Or use an X11 session or sway."),
    )


def unanswered() -> InputDeniedError:
    """The user hasn't answered."""
    return _not_shared(
        Message("You didn't respond to the desktop's request to share this screen."),
        Message("Start again, and allow sharing in the desktop's dialog."),
    )


def no_input() -> InputDeniedError:
    """The screen is shared without pointer and keyboard."""
    return _not_shared(
        _WITHOUT_INPUT,
        Message("Start again, and also allow remote interaction in the desktop's dialog."),
    )


def no_monitor() -> InputDeniedError:
    """Return the error for when the person shared the pointer and keyboard but no monitor."""
    return _not_shared(_WITHOUT_MONITOR, Message("Start again, and select a monitor in the desktop's dialog."))


def _not_shared(why: str, hint: str) -> InputDeniedError:
    """Return the error for a person who didn't share all that was asked for; it has ended what was to begin."""
    return InputDeniedError(sentences(why, Message("Nothing was done or recorded.")), hint)


def over() -> InputError:
    """The session is closed."""
    return InputError(Message("The desktop has stopped sharing its screen and input."), Message("Start the run again."))


def not_done(reason: str) -> InputError:
    """A call was refused."""
    return InputError(
        Message("The desktop didn't process the input ({reason}).", reason=reason), Message("Look at the screen.")
    )


def paused() -> InputError:
    """The compositor takes no input from the session's devices now."""
    return InputError(
        Message("The desktop has paused the pointer or keyboard of this session, so the input may be incomplete."),
        Message("Look at the screen, then try again."),
    )


def layout_unknown() -> InputError:
    """The keymap has several layouts, and the one in use is unknown."""
    return InputError(
        Message("The desktop doesn't say which keyboard layout is active, so text can't be typed accurately."),
        Message("Start the run again."),
    )


def out_of_reach() -> InputError:
    """No device of the compositor reaches the position."""
    return InputError(
        Message("The desktop doesn't let programs move the pointer to this place, so nothing was pressed."),
        Message("Take a new screenshot."),
    )


def pointer_elsewhere() -> InputError:
    """The pictures show the pointer elsewhere."""
    return InputError(
        Message("On this scaled screen, the pointer didn't reach its target, so nothing was pressed."),
        Message("Set the desktop's scale to 100%, or use an X11 session."),
    )
