"""A GTK window as an office has them, with several controls: `gtk_desk.py SCENE`; it says “effect …” when it acts."""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk


def act(*_: object) -> None:
    print("effect done", flush=True)


def shown(*_: object) -> None:
    print("shown", flush=True)


def rows(*names: str) -> Gtk.TreeView:
    model = Gtk.ListStore(str)
    for name in names:
        model.append([name])
    view = Gtk.TreeView(model=model)
    view.append_column(Gtk.TreeViewColumn("Name", Gtk.CellRendererText(), text=0))
    return view


def outbox(box: Gtk.Box) -> None:
    """Files that leave when they are dropped on the outbox."""
    view, target = rows("rechnung.pdf", "lebenslauf.pdf"), Gtk.Label(label="Postausgang")
    kinds = [Gtk.TargetEntry.new("text/plain", 0, 0)]
    view.enable_model_drag_source(Gdk.ModifierType.BUTTON1_MASK, kinds, Gdk.DragAction.COPY)
    view.connect("drag-data-get", lambda _v, _c, data, *_: data.set_text("rechnung.pdf", -1))
    frame = Gtk.EventBox()
    frame.add(target)
    frame.drag_dest_set(Gtk.DestDefaults.ALL, kinds, Gdk.DragAction.COPY)
    frame.connect("drag-data-received", act)
    frame.set_size_request(-1, 120)
    box.pack_start(view, True, True, 0)
    box.pack_start(frame, False, False, 0)


def state(box: Gtk.Box) -> None:
    """A status that is public as soon as it is chosen."""
    chosen = Gtk.ComboBoxText()
    for word in ("Entwurf", "Veröffentlicht"):
        chosen.append_text(word)
    chosen.set_active(0)
    chosen.connect("changed", act)
    box.add(chosen)


def amount(box: Gtk.Box) -> None:
    """An order whose quantity holds at once."""
    box.add(Gtk.Label(label="Bestellte Stückzahl (gilt sofort, verbindlich)"))
    number = Gtk.SpinButton.new_with_range(0, 900, 1)
    number.connect("value-changed", act)
    box.add(number)


def completion(box: Gtk.Box) -> None:
    """A field whose proposals act."""
    model = Gtk.ListStore(str)
    for word in ("supprimer tout le dossier", "suivre"):
        model.append([word])
    field, known = Gtk.Entry(), Gtk.EntryCompletion(model=model, text_column=0, minimum_key_length=1)
    known.connect("match-selected", act)
    field.set_completion(known)
    box.add(field)


def pages(box: Gtk.Box) -> None:
    """Pages, the last of which acts when it is shown."""
    book = Gtk.Notebook()
    for word in ("Übersicht", "Verlauf", "Konto auflösen"):
        book.append_page(Gtk.Label(label=f"{word} …"), Gtk.Label(label=word))
    book.connect("switch-page", lambda _b, _p, number: act() if number == 2 else shown())
    book.set_scrollable(True)
    box.pack_start(book, True, True, 0)
    book.add_events(Gdk.EventMask.SCROLL_MASK)
    book.connect("scroll-event", lambda *_: book.next_page())


def letter(box: Gtk.Box) -> None:
    """Words to read, some of which act."""
    view = Gtk.TextView(editable=False, cursor_visible=False)
    words = view.get_buffer()
    words.insert(words.get_end_iter(), "Guten Tag,\n\nIhr Konto läuft ab.\n")
    start = words.create_mark(None, words.get_end_iter(), True)
    words.insert(words.get_end_iter(), "Hier gleich verlängern (48 €)                                    ")
    link = words.create_tag("link", underline=1)
    words.apply_tag(link, words.get_iter_at_mark(start), words.get_end_iter())
    link.connect("event", lambda _t, _v, event, _i: act() if event.type == Gdk.EventType.BUTTON_RELEASE else None)
    box.pack_start(view, True, True, 0)


def cart(box: Gtk.Box) -> None:
    """A payment whose field pays when it is left."""
    box.add(Gtk.Label(label="Montant à payer tout de suite"))
    field = Gtk.Entry()
    field.connect("focus-out-event", lambda *_: act() if field.get_text() else None)
    box.add(field)
    box.add(Gtk.Entry(text="Remarque"))


def keys(box: Gtk.Box) -> None:
    """A window that takes bare keys for answers."""
    box.add(Gtk.Label(label="Alle 312 Nachrichten endgültig löschen? (j/n)"))
    window = box.get_toplevel()
    window.connect("key-press-event", lambda _w, event: act() if event.string == "j" else None)


def mailing(box: Gtk.Box) -> None:
    """A letter that is written and sent."""
    box.pack_start(Gtk.Entry(text="ada@example.com"), False, False, 0)
    body = Gtk.TextView()
    box.pack_start(body, True, True, 0)
    send = Gtk.Button.new_from_icon_name("go-next", Gtk.IconSize.BUTTON)
    send.connect("clicked", act)
    box.pack_start(send, False, False, 0)
    body.connect("key-press-event", lambda _w, event: act() if event.keyval == Gdk.KEY_F9 else None)


def wizard(_box: Gtk.Box) -> None:
    """The last step of an assistant."""
    guide = Gtk.Assistant(title="Assistant", use_header_bar=0)
    for kind in (Gtk.AssistantPageType.INTRO, Gtk.AssistantPageType.CONFIRM):
        page = Gtk.Label(label="Réinitialisation du système")
        guide.append_page(page)
        guide.set_page_type(page, kind)
        guide.set_page_complete(page, True)
    guide.connect("apply", act)
    guide.connect("prepare", shown)
    guide.set_default_size(500, 300)
    guide.show_all()


def menus(box: Gtk.Box) -> None:
    """A menu bar with an entry that throws work away, and its key."""
    keys, bar, menu = Gtk.AccelGroup(), Gtk.MenuBar(), Gtk.Menu()
    box.get_toplevel().add_accel_group(keys)
    for label, key, done in (("Aperçu", "F6", shown), ("Rejeter le travail", "F8", act)):
        item = Gtk.MenuItem(label=label)
        item.connect("activate", done)
        item.add_accelerator("activate", keys, *Gtk.accelerator_parse(key), Gtk.AccelFlags.VISIBLE)
        menu.append(item)
    top = Gtk.MenuItem(label="Fichier")
    top.set_submenu(menu)
    bar.append(top)
    box.pack_start(bar, False, False, 0)
    box.add(Gtk.TextView())


def calendar(box: Gtk.Box) -> None:
    """A calendar whose days are booked by a double click."""
    days = Gtk.Calendar(year=2026, month=4, day=3)
    days.connect("day-selected-double-click", act)
    days.connect("month-changed", shown)
    box.add(days)


def panel(box: Gtk.Box) -> None:
    """Everyday controls, none of which does harm."""
    check, more = Gtk.CheckButton(label="Lineal anzeigen"), Gtk.Expander(label="Details")
    for made in (Gtk.Entry(placeholder_text="Suchen"), check, more, rows("Januar", "Februar", "März")):
        box.add(made)
        if isinstance(made, Gtk.CheckButton):
            made.connect("toggled", shown)
        elif isinstance(made, Gtk.Expander):
            made.add(Gtk.Label(label="Mehr Worte"))
            made.connect("notify::expanded", shown)
        elif isinstance(made, Gtk.TreeView):
            made.get_selection().connect("changed", shown)
        elif isinstance(made, Gtk.Entry):
            made.connect("changed", shown)


window = Gtk.Window(title="Büro")
window.set_default_size(520, 360)
window.connect("destroy", Gtk.main_quit)
inside = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
window.add(inside)
globals()[sys.argv[1]](inside)
if inside.get_children():  # else the scene is a window of its own
    window.show_all()
Gtk.main()
