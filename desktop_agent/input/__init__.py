"""Act: pointer, keys and text, by whatever way this desktop offers.

`choose.py` picks a backend, `perform.py` carries out one permitted action, `pointer.py` and `text.py` know
how, and see how far a window has scrolled and whether a text has arrived. Nothing here decides whether an
action may be done: `perform` needs a permit of the gate.

**Nothing stays pressed.** A display server keeps a key or button down for as long as nobody releases it, also when the
program that pressed it is gone; the person would then have a Ctrl that cannot be let go. So whatever is pressed is
released, however the run ends, and four things see to that, from the inside outwards:

1. `held_input.py` (`HeldInput`) stands between the actions and the backend. It asks the stop token before each event,
   under the lock that also guards its list of what is down: after a stop nothing more is pressed. `perform.py` calls
   its `release_all` on every error and stop, and at the interpreter's exit. A button is released where it went down, as
   its release is a drop anywhere else.
2. `ledger.py` is the same list outside of this process: a file with a byte for each key and button, written before a
   press leaves and cleared once its release was served, and the keyboard's group and locks while typing changes them.
   `platforms/x11/input/held_keys.py` (`HeldKeys`) writes it, and announces each press to who watches the person's hand.
3. `platforms/x11/input/watchdog.py` is a process that shares the ledger and notices the end of this one, `kill -9`
   included. It then releases what the ledger names (`platforms/x11/input/release_all.py`), once more after the server
   has served the last request of the dead connection. It does so, too, while this process is suspended, and notes that
   in the ledger: the next event of ours is then a `LetGoError`. `watchdog_process.py` (`WatchdogProcess`) starts it,
   at once again when it has ended, makes it go on when it is suspended, and lets nothing be pressed while there is none
   that is ready. Where none can be had any more, all is released. Presses that are for one window only are made there,
   too (`platforms/x11/input/press_orders.py` says why).
4. The *sweep* (`held_keys.sweep`) covers the end of both processes: the next run on the same display finds their
   ledgers, which nobody locks any more, and releases what they name. A mark on the root window tells whether it is
   still the same server.

Under Wayland a process of its own holds our devices instead (`platforms/wayland/input/device_orders.py`), and lets go
of what they hold when this one ends; `start_bound` in `lib/child_process.py` starts it, and the watchdog too. Where a
library acts (Windows and macOS), `platforms/libraries/let_go.py` is a process that is told of each press on its stdin,
and releases what is down when that ends. Windows has been run under Wine 8.0 only, macOS not yet.
"""
