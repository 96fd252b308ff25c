"""How a yes is proved to be a person's: read this package by itself to judge it. Nothing here knows what is approved.

The threat is our own agent that presses *Approve* in place of the person, and an accident: a card that comes up under a
click meant for something else, a window that lies over it. Trusted are the display server, the kernel's input devices,
and this process; not trusted is what Qt says of an event, which names the master pointer for real and forged clicks
alike. A program that already runs as this user is no adversary: it can do all that the person can.

From the raw event to the grant:

1. `presence` reads the display server's raw events: each names the device that made it. It
   distinguishes XTEST devices, by which programs click, from physical ones, and remembers recent physical presses by
   the server's time.
2. `guarded_window` sees every event before Qt, and reports presses on our windows, and what covers them.
3. Its `ProvenButton` is the only kind of button that can say yes. It asks the guard about the press and the release,
   and ignores `click()`, assistive actions and anything else that only calls Qt.
4. `guard` judges: the button was armed (nothing the person sees has changed for a while), the press is not the second
   half of a double click, nothing covers the window, and a physical device made press and release.
5. `guarded_window` connects one window to its guard: it reports what changes the window, and asks `ui.qt.layers` (by
   `x11.stacking`) whether another window lies over it.
6. In a Wayland session the compositor names no device, but reports a touch. While a question is open,
   nothing of ours is sent, so a press that comes with a touch is the person's. A click by XTEST on a window of Xwayland
   comes with none.
7. Where neither is known (VNC, RDP; a film in full screen on some compositors), it asks for four digits
   that only the card shows.

The answer goes through `approval` to the run, which alone asks the policy's gate for a permit: single use, bound to the
approved actions.
"""
