"""Input: pointer, keys and text, by the backends that this desktop offers.

`choose.py` picks a backend. `perform.py` carries out one permitted action. `pointer.py` moves, clicks, drags and turns
the wheel, and measures how far a window has scrolled. `text.py` enters text, and checks whether it has arrived. Nothing
here decides whether an action is allowed: `perform` needs a permit of the gate.

**Nothing stays pressed.** A display server keeps a key or button down until it is released, even after the end of the
program that pressed it; the person would then have a Ctrl key that stays down. So everything that is pressed is
released, however the run ends. Four mechanisms ensure that, from the inside outwards:

1. `held_input.py` (`HeldInput`) stands between the actions and the backend. It checks the stop token before each event,
   under the lock that also guards its list of what is down: after a stop nothing more is pressed. `perform.py` calls
   its `release_all` on every error and stop, and at the interpreter's exit. A button is released where it went down, as
   its release is a drop anywhere else. The last press of an action is still down when the action is over, and comes
   up on a thread while the screen is watched (`release_later`); nothing else is sent before that.
2. `ledger.py` is the same list outside of this process: a file with a byte for each key and button, written before a
   press is sent and cleared once its release was served, and the keyboard's group and locks while typing changes them.
   `platforms/x11/input/held_keys.py` (`HeldKeys`) writes it, and announces each press to the watcher of the person.
3. `platforms/x11/input/watchdog.py` is a process that shares the ledger and notices the end of this one, `kill -9`
   included. It then releases what the ledger names (`platforms/x11/input/watchdog.py`), once more after the server
   has served the last request of the dead connection. It does so, too, while this process is suspended, and notes that
   in the ledger: our next event then raises `LetGoError`. `watchdog_process.py` (`WatchdogProcess`) starts it, starts
   it again when it has ended, resumes it when it is suspended, and lets nothing be pressed while none is ready. When
   none can be started any more, everything is released. The watchdog also makes the presses that are for one window
   only (`platforms/x11/input/watchdog.py` gives the reason).
4. The *sweep* (`held_keys.sweep`) covers the end of both processes: the next run on the same display finds their
   ledgers, which are no longer locked, and releases what they name. A mark on the root window shows whether it is still
   the same server.

Under Wayland a separate process holds our devices instead (`platforms/wayland/input/device_process.py`), and releases
their keys and buttons when this one ends; `start_bound` in `lib/child_process.py` starts it, and the watchdog too. With
an input library (Windows and macOS), the process `platforms/libraries/release_process.py` receives each press on its
stdin, and releases what is down when its input ends. Windows has been run under Wine 8.0 only, macOS not yet.
"""
