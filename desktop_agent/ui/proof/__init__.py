"""How a yes is proved to be a person's: read this package by itself to judge it. Nothing here knows what is approved.

The threat is our own agent, or a program it has started, that presses *Approve* in place of the person. Trusted are the
display server, the kernel's input devices, and this process; not trusted are every other client of the display, what
the screen shows, and what Qt says of an event (it names the master pointer for real and forged clicks alike).

From the raw event to the grant:

1. `presence` reads the display server's raw events: each names the device that made it. It tells XTEST
   devices, by which programs click, from physical ones, and remembers recent physical presses by the server's time.
2. `native` sees every event before Qt. It drops those that a client merely sent (XSendEvent), and reports presses,
   pointer motions, covers and moves of our windows.
3. `proven_button` is the only kind of button that can say yes. It asks the guard about the press and the release, and
   ignores `click()`, assistive actions and anything else that only calls Qt.
4. `guard` judges: the button was armed (nothing the person sees has changed for a while), not the second half of a
   double click, not covered, painted by us, reached by the person's hand, and press and release were physical.
   Others look for it: `stacking` (by `x11.stacking`) whether another window lies over ours, `guarded_window` whether
   the screen shows what we painted, `arrival` whether physical motion carried the pointer onto the button.
5. `guarded_window` connects one window to its guard, and tells who has moved it: we, or another program.
6. Where the display cannot tell devices apart (VNC, RDP), `challenge` asks for four digits that only the card shows.

The answer goes through `approval` to the run, which alone asks the policy's gate for a permit: single use, bound to the
approved actions. Out of reach: a hostile program that drives a physical device's own driver, or the display server.
"""
