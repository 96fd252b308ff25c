"""The assembly of a run, in the only package that knows the concrete parts; and the protocol to talk to it.

`provider/` turns settings into a server and a key (`resolve.py`, `keys.py`; `local_servers.py` for servers on this
computer). `served_model.py` finds out how a model gives places, where that is unknown, by a click on a mark
(`pointing.py`).
A run is a `RunSpec` (`spec.py`), which every front end fills: from flags, a window, Python, a file or an agent.
`prepare.py` checks it and opens its screen (`screen_access.py`); `assemble.py` opens its ports once it begins, with the
model (`run_model.py`, `served_model.py`) and the record. `one_run.py` lets one run at a
time onto a screen and stops it from another process, and `watch.py` follows the person's input.

Other kinds of runs vary this: `continuation.py` goes on with an earlier one, and `run_model.py` says what may
stand in the model's place: steps, or an agent. What slices offer is found by name in `registry.py`; `run_offers.py` has
what they offer to each run. `desktop_services.py` finds out why programs do not name their buttons.

Every run is a host that others talk to. `protocol/` says what both sides say, in what order, and what counts;
`codec.py` turns it into JSON and back. `serving.py` does a run and speaks for it: its events go out, and whatever needs
a window is asked for. It happens on a thread (`thread.py`) or in a process, `__main__.py`, which `process.py` starts.
`client.py` has a host do a run, and answers what it asks: there is no other way to answer one, or to have it go on.
Who has not started a run reaches it over its socket (`run_socket.py`, `local_sockets.py`): to watch, stop or pause it.
`suspend.py` sees to it that nothing is held while either side is suspended.
"""
