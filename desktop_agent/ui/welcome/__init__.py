"""The first start on one page, and the check of this computer.

`window.py` is the page: what the program does, which model does the work, what doesn't work here, and a first task,
where slices offer these (`ui/offers.py`). `model_section.py` asks for the model with what each still needs.
`checkup.py` is the check, whole in a window of its own.
"""
