"""Roles of controls, by the names that AT-SPI gives them, and what can be done to each without setting anything off."""

from __future__ import annotations

# Text is put in, and a click puts the caret there.
FIELDS = frozenset({"entry", "text", "editbar", "autocomplete", "password text"})
WRITING = FIELDS | {"paragraph", "document text", "document spreadsheet", "document presentation"}
# A line break is a character there, not a key that ends something.
MANY_LINES = frozenset({"text", "paragraph", "document text"})
# A click selects there, outside of web pages. What is in a list box may act at once. A directory pane is what lists a
# folder's entries, by its name in ATK; a program that calls it so tells no entry in it.
ROWS = frozenset(
    {"table cell", "table row", "tree item", "icon", "layered pane", "table", "tree table", "tree", "directory pane"}
)
# What holds rows may be a header, and act, where a program does not tell what is at a point.
ENTRIES = ROWS - {"table", "tree", "tree table"}
# One without a name may be a box to tick.
TICKED = frozenset({"table cell", "tree item"})
# A click shows more, and changes nothing.
TABS = frozenset({"page tab", "page tab list"})
OPENS = TABS | {"menu", "menu bar", "combo box"}
SCROLLS = frozenset({"scroll bar", "scroll pane", "viewport"})
# The wheel and the arrow keys change a value, which may act.
TURNED = frozenset({"slider", "spin button", "combo box", "dial", "scale", "radio button", "radio menu item"})
# Painted by the program itself: nobody can tell what is where.
PAINTED = frozenset({"canvas", "drawing area", "image map", "unknown", "embedded", "application"})
PAGES = frozenset({"document web", "document frame"})
# What holds much else: its name is a document's, a page's or a window's, and a press in it may be on anything.
GROUNDS = (
    frozenset({"document text", "document spreadsheet", "document presentation", "section", "layered pane", "filler"})
    | frozenset({"frame", "internal frame", "window", "dialog", "alert", "root pane", "glass pane", "directory pane"})
    | frozenset(
        {"panel", "scroll pane", "split pane", "viewport", "page tab list", "tool bar", "status bar", "menu bar"}
    )
    | PAINTED
    | PAGES
)
# Nobody tells what has the keyboard: a menu is the guess where a window of the program lies above that one.
UNTOLD = frozenset({"", "popup menu"})
MENU_ITEMS = frozenset({"menu item", "check menu item", "radio menu item", "tearoff menu item", "popup menu"})
