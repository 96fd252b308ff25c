"""The bundled order form to practise on, and its task.

`demo_app.py` is the form as a program (its parts are in `order_form/`), `task.py` the steps that fill it in and the
expected content of its file. `app_process.py` starts it on a display or on a side desk, and `first_task.py` on
the user's own display, as the last step of the first start's window. The private displays are those of
`desk/display/`.
"""
