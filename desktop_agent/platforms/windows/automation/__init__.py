"""The parts of the UI Automation backend.

`com.py` asks Windows, and waits for the program that is asked; so `thread.py` does it on a thread of its own.
`elements.py` translates the answers into the words of AT-SPI, which everything else here goes by. `look.py` is what one
look tells of a window, and `passwords.py` finds the password fields.
"""
