"""The bundled order form to practise on, its task, and private displays to run it on.

`demo_app.py` is the form as a program (its parts are in `order_form/`), `task.py` the steps that fill it in and what
its file must hold then. `app_process.py` starts it on a display, `desk_app.py` on a side desk. `private_display.py` is
an X display that nobody else sees and `private_sway.py` the same for Wayland; the keepers (`private_display_keeper.py`,
`private_sway_keeper.py`, with `kept_programs.py` in common) are processes beside this one, so that everything ends with
it. `blank_cursors.py` keeps a headless compositor's pointer out of the pictures.
"""
