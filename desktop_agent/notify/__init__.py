"""Tells a person who is away that a run asks, waits for them, or has ended.

A `Notice` (`notice.py`) is what is told, cut down to what the person wants to leave this computer. `channels.py` has
the ways on which it goes, by the settings of `[notify]`: the desktop, a command, ntfy, a webhook, mail.
`run_notifier.py` listens to a run and has each channel tell. Each does so in a process of its own, `deliver.py`, which
ends itself when its time is over: one that hangs holds up neither the run nor the others.

A paired phone may steer the run as well (`phone.py`). `pairing.py` is what both share, and what of a message counts;
`topic.py` is the way, an ntfy topic; `page.py` makes the phone's page of `page.html`. `attempt.py` pairs one, at a
terminal (`commands/`) or in Settings (`windows/`).
"""
