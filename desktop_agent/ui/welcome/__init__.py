"""The first start, a conversation in one window, and the check of this computer.

`window.py` asks one question after the other. `opening.py` says what the program does, with the picture of a card, and
`model_page.py` asks for a model among those that `found_models.py` finds. The steps after that are in the window's own
file: what does not work here, with the switch that turns accessibility on, and a first task; each is there where a
slice offers it (`ui/offers.py`). `checkup.py` is the whole check.
"""
