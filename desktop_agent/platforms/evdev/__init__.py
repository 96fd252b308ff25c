"""A small program that reads mice and keyboards from the kernel and tells as little of them as an approval needs.

No Wayland program is told which device an event comes from; the kernel knows, and only the group `input` may read what
it tells. Whoever may read that can log every key. So it is done here, in a process of its own, which imports nothing
but Python's standard library and this folder, and whose protocol has no word for a key.

`words.py` is the protocol: what may be asked and every word that can be told. `reports.py` takes the kernel's bytes
apart, `sense.py` turns what devices do into words for one client, and both think without I/O. `devices.py` finds and
opens the devices, those of programs (uinput) left out; `server.py`
holds the connections and is the loop; `__main__.py` starts it, and knows whose session is on the screen.
packaging/evdev has what systemd runs.

The other end is `platforms/wayland/evdev_presence.py`.
"""
