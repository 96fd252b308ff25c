"""The first start, a conversation in one window, and the check of this computer.

`window.py` asks one question after the other, each in a file of its own: `opening.py` says what the program does, with
the picture of a card (`card_picture.py`), `model_page.py` asks for a model among those that `found_models.py` finds,
`computer_step.py` says what does not work here and offers to turn accessibility on, and `task_step.py` offers a first
task, which `first_task.py` starts, and says at the end what came of it. `checkup.py` is the whole check.
"""
