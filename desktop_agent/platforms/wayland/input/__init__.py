"""Keys, pointer and text under Wayland, by the protocols of the wlroots family (sway, labwc, Hyprland, wayfire…).

`key_codes.py` and `keymaps.py` are pure: which code a key has, and the keyboard that has a given text on it. The
compositor knows two keyboards of ours: `keyboard.py` has the keys by their names, `typing_route.py` types any text on a
keyboard made for it, never faster than the program reads. `paste_route.py` pastes what is long, or what some programs
cannot take as keys. `sway_bindings.py` tells which chords sway keeps for itself. `clipboard_keeper.py` is a process
that gives back what the person had copied.
"""
