"""Commands of programs that set nothing off: what desktops' guidelines have them mean in every program.

They show, look up, format or save what is open, or open a dialog that asks for more. English names, as programs write
them without mnemonics; `screen/commands.py` finds them in the languages of the programs' own catalogues. Names that
send, pay, delete or run are none, however harmless a program may mean them.
"""

from __future__ import annotations

from collections.abc import Mapping

Keys = frozenset[str]

# What leaves a question as it was.
LEAVES = ("Cancel", "No", "Back", "Dismiss", "Not Now", "Later")
_FILE = (
    "New|New Window|New Tab|New Document|New File|Open|Open Recent|Recent|Recent Files|Recent Documents|Save|Save As"
    "|Save a Copy|Page Setup|Print Preview|Print|Properties|Document Properties"
)
_EDIT = (
    "Undo|Redo|Cut|Copy|Paste|Select All|Select None|Deselect|Find|Find Next|Find Previous|Find and Replace"
    "|Find & Replace|Replace|Search|Go to|Go to Line|Jump to|Match Case|Preferences|Spelling|Check Spelling|Word Count"
)
_VIEW = (
    "Zoom In|Zoom Out|Zoom|Normal Size|Actual Size|Original Size|Best Fit|Fit Page|Fit Width|Full Screen|Fullscreen"
    "|Leave Fullscreen|Toolbar|Toolbars|Statusbar|Status Bar|Menubar|Menu Bar|Sidebar|Side Pane|Line Numbers|Word Wrap"
    "|Ruler|Rulers|Grid|Icons|List|Details|Thumbnails|Color Scheme|Tab Size|Viewer Mode|Read-Only"
)
_FORMAT = (
    "Bold|Italic|Underline|Strikethrough|Superscript|Subscript|Align Left|Align Center|Align Right|Left|Center|Right"
    "|Justify|Justified|Centered|Bullets|Bulleted List|Numbering|Numbered List|Increase Indent|Decrease Indent|Font"
    "|Paragraph|Character"
)
_GO = "Next|Previous|First|Last|Up|Down|Forward|Next Page|Previous Page|First Page|Last Page|Next Tab|Previous Tab"
_HELP = "Help|Contents|About|Keyboard Shortcuts|Shortcuts|What's This?|Minimize|Maximize|Restore|Menu|Main Menu"
_CALCULATOR = "0|1|2|3|4|5|6|7|8|9|.|,|+|-|−|×|÷|*|/|=|(|)|%|C|AC|CE"
COMMANDS: tuple[str, ...] = (
    *LEAVES,
    *(name for names in (_FILE, _EDIT, _VIEW, _FORMAT, _GO, _HELP, _CALCULATOR) for name in names.split("|")),
)

_SIZES: Mapping[Keys, str] = {
    frozenset({"ctrl", "+"}): "Zoom In",
    frozenset({"ctrl", "-"}): "Zoom Out",
    frozenset({"ctrl", "0"}): "Normal Size",
}
# In programs that show a document and in browsers alike.
_FIND_AND_ZOOM: Mapping[Keys, str] = {
    **_SIZES,
    frozenset({"ctrl", "f"}): "Find",
    frozenset({"ctrl", "g"}): "Find Next",
    frozenset({"f11"}): "Full Screen",
}
# What terminals keep for themselves.
TERMINAL_CHORDS: Mapping[Keys, str] = {
    **_SIZES,
    frozenset({"shift", "pageup"}): "Scroll",
    frozenset({"shift", "pagedown"}): "Scroll",
}

# What file managers call what shows another folder or shows it in another way; what marks entries, or asks for a name.
SHOWING_COMMANDS: tuple[str, ...] = tuple(
    (
        "Back|Previous|Previous Folder|Forward|Next|Next Folder|Up|Open Parent|Parent Folder|Home|Home Folder|New Tab"
        "|New Window|Reload|Refresh|Reload Folder|Show Hidden|Show Hidden Files|Icon View|View as Icons|List View"
        "|Compact View|View as Compact List|Detailed List View|View as Detailed List|Thumbnail View|Zoom In|Zoom Out"
        "|Normal Size|By Name|By Size|By Modification Time|By File Type|Ascending|Descending"
    ).split("|")
)
FILE_COMMANDS: tuple[str, ...] = (
    *SHOWING_COMMANDS,
    *"New Folder|Create Folder|Folder|Rename|Cut|Copy|Select All|Invert Selection|Properties".split("|"),
)
# What enters the clipboard's text, or brings its files; and what puts them there.
PASTE, COPY = "Paste", "Copy"
# Opening a folder, known by what is on the disk and not by a label.
OPEN_FOLDER = "Open Folder"

# The headers of its columns, and what a click on one does.
COLUMNS = ("Name", "Size", "Type", "Modified", "Date Modified", "Accessed", "Owner", "Group", "Permissions", "Location")
SORT = "Sort"

# In programs that show a document, by the guidelines of GNOME and KDE; Return is a line break in its text.
NEW_LINE = "New Line"
# Return in a field of a tool bar: it goes to a cell, sets a size, looks a word up.
IN_TOOL_BAR = "Tool Bar"
# Any item of a menu that edits, shows or finds, by the same guidelines, in a program that is an editor.
EDITING = "Editing"
EDITING_MENUS = ("Edit", "View", "Search", "Find", "Selection", "Format", "Go", "Bookmarks", "Document")
# Words in the place of others, in a window for that; a file is replaced by a button of the same name.
REPLACE_ALL = "Replace All"
# What moves about in any text, also where an editor paints its text itself and tells nothing of it.
MOVE = "Move"
MOVES = frozenset("up down left right home end pageup pagedown".split())
# In those that tell nothing of what they show: what moves about and leaves, and in a viewer what makes it larger.
WANDERING = MOVES | {"escape", "tab"}
ZOOMING = frozenset({"+", "-"})
# The wheel there: it scrolls, zooms or turns the page.
SCROLL = "Scroll"
CHORDS: Mapping[Keys, str] = {
    **_FIND_AND_ZOOM,
    frozenset({"ctrl", "a"}): "Select All",
    frozenset({"ctrl", "c"}): "Copy",
    frozenset({"ctrl", "z"}): "Undo",
    frozenset({"ctrl", "y"}): "Redo",
    frozenset({"ctrl", "shift", "z"}): "Redo",
    frozenset({"ctrl", "s"}): "Save",
    frozenset({"ctrl", "shift", "s"}): "Save As",
    frozenset({"ctrl", "n"}): "New",
    frozenset({"ctrl", "o"}): "Open",
    frozenset({"ctrl", "p"}): "Print",
    frozenset({"ctrl", "h"}): "Replace",
    frozenset({"ctrl", "b"}): "Bold",
    frozenset({"ctrl", "i"}): "Italic",
    frozenset({"ctrl", "u"}): "Underline",
    frozenset({"f1"}): "Help",
    frozenset({"f3"}): "Find Next",
    frozenset({"f10"}): "Menu",
}
# In browsers: what shows another page that was shown before, or leads to the address bar.
BROWSER_CHORDS: Mapping[Keys, str] = {
    **_FIND_AND_ZOOM,
    frozenset({"ctrl", "l"}): "Address",
    frozenset({"alt", "d"}): "Address",
    frozenset({"f6"}): "Address",
    frozenset({"alt", "left"}): "Back",
    frozenset({"alt", "right"}): "Forward",
    frozenset({"ctrl", "t"}): "New Tab",
    frozenset({"ctrl", "n"}): "New Window",
    frozenset({"ctrl", "tab"}): "Next Tab",
    frozenset({"ctrl", "shift", "tab"}): "Previous Tab",
    frozenset({"ctrl", "pagedown"}): "Next Tab",
    frozenset({"ctrl", "pageup"}): "Previous Tab",
}
# In file managers, by the guidelines of the same desktops; of these none acts on a file before it has asked for a name.
FILE_CHORDS: Mapping[Keys, str] = {
    frozenset({"alt", "left"}): "Back",
    frozenset({"alt", "right"}): "Forward",
    frozenset({"alt", "up"}): "Open Parent",
    frozenset({"alt", "home"}): "Home",
    frozenset({"alt", "enter"}): "Properties",
    frozenset({"ctrl", "l"}): "Address",
    frozenset({"ctrl", "f"}): "Find",
    frozenset({"ctrl", "t"}): "New Tab",
    frozenset({"ctrl", "n"}): "New Window",
    frozenset({"ctrl", "shift", "n"}): "Create Folder",
    frozenset({"ctrl", "h"}): "Show Hidden Files",
    **_SIZES,
    frozenset({"ctrl", "r"}): "Reload",
    frozenset({"f2"}): "Rename",
}
