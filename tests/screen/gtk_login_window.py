"""A login form of GTK 3 with a field that shows dots, in a colour of its own, to be run as a module.

GTK is asked directly, as its Python library may not be there.
"""

from ctypes import CDLL, c_char_p, c_int, c_ssize_t, c_void_p
from ctypes.util import find_library

TITLE = "GTK login"
LIBRARY = find_library("gtk-3")
_STYLE = b"entry{background:#c81e8b;border:0;box-shadow:none}"
_ABOVE_THEMES = 900
_MAKERS = ("window_new", "box_new", "entry_new", "css_provider_new", "widget_get_style_context")


def main() -> None:
    """Show it until it is ended."""
    gtk = CDLL(LIBRARY)
    for name in _MAKERS:
        getattr(gtk, f"gtk_{name}").restype = c_void_p
    gtk.gtk_init(None, None)
    window, column = c_void_p(gtk.gtk_window_new(0)), c_void_p(gtk.gtk_box_new(c_int(1), c_int(10)))
    clear, dots = c_void_p(gtk.gtk_entry_new()), c_void_p(gtk.gtk_entry_new())
    gtk.gtk_window_set_title(window, c_char_p(TITLE.encode()))
    gtk.gtk_window_set_default_size(window, 300, 200)
    gtk.gtk_container_set_border_width(column, 20)
    gtk.gtk_entry_set_visibility(dots, 0)
    style = c_void_p(gtk.gtk_css_provider_new())
    gtk.gtk_css_provider_load_from_data(style, c_char_p(_STYLE), c_ssize_t(-1), None)
    gtk.gtk_style_context_add_provider(c_void_p(gtk.gtk_widget_get_style_context(dots)), style, _ABOVE_THEMES)
    gtk.gtk_container_add(window, column)
    for field in (clear, dots):
        gtk.gtk_container_add(column, field)
    gtk.gtk_widget_show_all(window)
    gtk.gtk_main()


if __name__ == "__main__":
    main()
