"""The first start in one window of three pages, and the check of this computer.

`window.py` turns the pages. `opening.py` says what the program does, with the picture of a card. `model_page.py` asks
for a model, by name and with what each still needs; `model_choice.py` finds, tries and keeps what is chosen there.
`try_page.py` says what does not work here, turns accessibility on, and offers a first task, where slices offer these
(`ui/offers.py`). `checkup.py` is the whole check.
"""
