"""Keys, pointer and text under Wayland, by the protocols of the wlroots family (sway, labwc, Hyprland, wayfire…).

`wlroots.py` is the backend. `key_codes.py` is pure: which code a key has, and the keyboard that has a given text on it.
The compositor knows two keyboards of ours: one has the keys by their names, the other is made for a text, and is never
faster than the program reads. What is long, or what some programs cannot take as keys, is pasted (`paste_route.py`, in
KWin's sessions too), and a process gives back what the person had copied. `device_process.py` holds our devices by a
process of its own. `sway_bindings.py` lists the chords that sway keeps for itself.
"""
