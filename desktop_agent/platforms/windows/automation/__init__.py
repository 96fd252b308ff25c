"""What the UI Automation backend (`platforms/windows/uia.py`) stands on.

`com.py` asks Windows, and waits for the program that is asked; so the backend does it on a thread of its own.
`elements.py` translates the answers into the words of AT-SPI, which everything else goes by.
"""
