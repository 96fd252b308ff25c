"""Presence: the person's input, distinguished from the agent's; the stop keys; proof that a person pressed.

`choose.py` picks the file in `platforms/` for this system. A backend feeds every input event of the desktop to
`classifier.py`, in order and from one thread. The agent's own events have been announced (`OwnInjections`) and are
ignored. All others are the person's: they pause a run unless they are only a bump of the table, they may be a stop key
(`stop_keys.py`), and they are remembered for a moment, so that an approval can check whether a physical device made
exactly that press. `watchers.py` calls the observers. `lock.py` detects that the screen is locked, and
`sleep_inhibitor.py` keeps it from locking automatically. `reduced.py` is for sessions without a watcher, and for a run
on another display.

In a Wayland session no event names its source. There, all input is the person's while nothing of ours is being sent
(`silence.py`, and `senders.py` for all processes of ours), by what the compositor reports of idleness
(`platforms/gnome/idle.py`, `platforms/wayland/idle.py`); `touch.py` joins that with the keys. Sway reports only bound
keys (`platforms/wayland/sway_presence.py`): the stop key, and the chord that approves. GNOME and KDE report the stop
key alone, from any source (`platforms/portal/shortcuts.py`). `promises.py` states in sentences what holds in this
session; windows promise nothing else.
"""
