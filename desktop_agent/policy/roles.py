"""Groups of roles, by the acts on a control that have no further effect."""

from __future__ import annotations

from desktop_agent.core.controls.role import Role

# Text is entered there, and a click places the caret.
FIELDS = frozenset({Role.ENTRY, Role.TEXT, Role.EDITBAR, Role.AUTOCOMPLETE, Role.PASSWORD_TEXT})
DOCUMENTS = frozenset({Role.DOCUMENT_TEXT, Role.DOCUMENT_SPREADSHEET, Role.DOCUMENT_PRESENTATION, Role.PARAGRAPH})
WRITING = FIELDS | DOCUMENTS
# A line break is a character there, not the end of the entry; in a spreadsheet it moves to the next cell.
MANY_LINES = frozenset({Role.TEXT}) | DOCUMENTS
# A click only selects there, outside of web pages.
ENTRIES = frozenset(
    {
        *(Role.TABLE_CELL, Role.TABLE_ROW, Role.TREE_ITEM, Role.ICON, Role.LIST_ITEM, Role.DESKTOP_ICON),
        *(Role.LAYERED_PANE, Role.DIRECTORY_PANE),
    }
)
ROWS = ENTRIES | {Role.TABLE, Role.TREE_TABLE, Role.TREE}
MENUS = frozenset({Role.MENU, Role.MENU_BAR})
MENU_ITEMS = frozenset(
    {Role.MENU_ITEM, Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM, Role.TEAROFF_MENU_ITEM, Role.POPUP_MENU}
)
# A click shows more, and changes nothing; a button of a page may only say so.
OPENS = MENUS | {
    *(Role.PAGE_TAB, Role.PAGE_TAB_LIST, Role.COMBO_BOX, Role.COLUMN_HEADER, Role.TABLE_COLUMN_HEADER),
    Role.PUSH_BUTTON_MENU,
}
SCROLLS = frozenset({Role.SCROLL_BAR, Role.SCROLL_PANE, Role.VIEWPORT})
# The wheel and the arrow keys change a value.
TURNED = frozenset({Role.SLIDER, Role.SPIN_BUTTON, Role.COMBO_BOX, Role.DIAL, Role.SCALE})
BUTTONS = frozenset({Role.PUSH_BUTTON, Role.BUTTON})
# Controls that space or Return presses.
PRESSED = BUTTONS | frozenset(
    {
        *(Role.TOGGLE_BUTTON, Role.PUSH_BUTTON_MENU, Role.LINK, Role.CHECK_BOX, Role.RADIO_BUTTON, Role.SWITCH),
        *MENU_ITEMS,
    }
)
PAGES = frozenset({Role.DOCUMENT_WEB, Role.DOCUMENT_FRAME})
# Large containers: a press there may hit anything, and the name is a document's, a page's or a window's.
GROUNDS = PAGES | frozenset(
    {
        *(Role.DOCUMENT_TEXT, Role.DOCUMENT_SPREADSHEET, Role.DOCUMENT_PRESENTATION, Role.SECTION, Role.LAYERED_PANE),
        *(Role.FILLER, Role.FRAME, Role.INTERNAL_FRAME, Role.WINDOW, Role.DIALOG, Role.ALERT, Role.ROOT_PANE),
        *(Role.GLASS_PANE, Role.DIRECTORY_PANE, Role.PANEL, Role.SCROLL_PANE, Role.SPLIT_PANE, Role.VIEWPORT),
        *(Role.PAGE_TAB_LIST, Role.TOOL_BAR, Role.STATUS_BAR, Role.MENU_BAR, Role.CANVAS, Role.DRAWING_AREA),
        *(Role.IMAGE_MAP, Role.UNKNOWN, Role.EMBEDDED, Role.APPLICATION),
    }
)
# With these roles the control with the keyboard, or at the point, counts as unknown.
UNKNOWN = frozenset(
    {"", Role.PANEL, Role.FILLER, Role.DRAWING_AREA, Role.CANVAS, Role.UNKNOWN, Role.FRAME, Role.WINDOW}
)
