"""Who touches the mouse and keyboard: the person or the agent; the stop keys; proof that a person pressed.

`choose.py` picks the file in `platforms/` for this system. A backend feeds every input event of the desktop to
`classifier.py`, in order and from one thread. What the agent injects has been announced (`OwnInjections`) and is set
aside; everything else is the person's: it pauses a run unless it is only a bump of the table, it may be a stop key
(`stop_keys.py`), and it is remembered for a moment, so that an approval can ask whether a physical device made exactly
that press. `watchers.py` calls back whoever wants to know. `lock.py` notices that the screen is being locked, and
`sleep_inhibitor.py` keeps it from locking by itself. Where nothing can watch, or the run goes on elsewhere,
`stand_ins.py` stands in.

In sway only bound keys are told (`platforms/wayland/sway_presence.py`): the stop key, and the chord that approves.
`promises.py` says in sentences what of all this holds here; windows promise nothing else.

Where the helper of `platforms/evdev/` is switched on, it tells of a hand in any Wayland session, and of keys by their
codes (`platforms/wayland/evdev_presence.py`).
"""
