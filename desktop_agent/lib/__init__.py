"""What several packages need and no library offers: one way for each thing that every program has to do.

`child_process.py` starts a program that ends with us, one that outlives us as long as it is needed, or one that ignores
the signals that end us and releases what is down before it ends itself. `dbus.py` connects to a D-Bus, calls and
listens, and offers an event loop on a thread. `files.py` writes files atomically, in folders that cannot be replaced
meanwhile, and reads pipes to their end; `paths.py` knows where the program's own files lie. `programs.py` asks the
kernel what a process runs and how it is, `desktop_entries.py` reads the menu's entries, and `installed_programs.py`
leads from what runs to what people call it, and back. `process_call.py` calls a function of ours in a process of its
own, so that what it loads doesn't stay. `office_text.py` reads the text of office files, `worker.py` runs a function on
a thread that Ctrl+C can interrupt, `platform_files.py` loads a file of a platform by its name, and `setting.py` says
how a setting is declared. `window_bounds.py` keeps a window of ours on its screen, and is the only file here that uses
Qt.
"""
