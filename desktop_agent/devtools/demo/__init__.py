"""The bundled order form to practise on, and its task.

`demo_app.py` is the form as a program (its parts are in `order_form/`), `task.py` the steps that fill it in and what
its file must hold then. `app_process.py` starts it on a display or on a side desk, and `first_task.py` on
the person's own, as the task that the window of the first start ends with. The private displays it
runs on are those of `desk/display/`.
"""
