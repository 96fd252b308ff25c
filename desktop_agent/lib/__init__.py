"""What several rooms stand on and no library brings: one way each to do what every program has to do.

`child_process.py` starts a program that ends with us, one that outlives us for as long as it is needed, or one that is
deaf to what ends us, and releases what is down before it ends itself. `dbus.py` connects to a D-Bus, calls and listens,
and has an event loop on a thread for who has none. `files.py` writes files that are whole or not there, in folders that
nobody can exchange meanwhile, and reads pipes to their end; `paths.py` says where the program's own files lie.
`office_text.py` reads the text of office files, `process_stat.py` the kernel's line on a process, and
`platform_files.py` loads a file of a platform by its name.
`window_bounds.py` keeps a window of ours on its screen, and is the one file here that knows Qt.
"""
