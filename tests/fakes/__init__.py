"""Small real things that several tests share. A fake works: it has sockets, a window, a device of the X server.

A fake only stands in for somebody else; it measures nothing and judges nothing of ours. What measures is a bench
(`tests/bench`), what both need is here, and what one folder of tests needs stands in that folder.

A model's server     scripted_server (follows a script, keeps every request), with script and stream;
                     plain_vendor (written from the reference pages alone),
                     raw_server (bytes of the test's own, HTTP or not), wire (functions below the client)
A line that breaks   faulty_line, certificate
A run with no screen run_ports, turns, people, quiet_person, thinking, talk, answers, clicker, cases, recorded
A person             physical (devices of the X server's own), hands (xdotool), typist, typed_session
Another X client     x_event_log, copied (what the person has copied and marked), x_window, x_window_process, x_paster,
                     assistive, accessible
Applications         apps, debian_apps, fields (one protocol over all that tests/bench/fidelity/apps.py starts), with
                     told_page, told_window (gtk4_window, qt_window, tk_window), office; browser, answering_window,
                     changing (controls that become others), fields_window
Our own windows      shown_windows, window_fit, asking_card, tray_program, console_desk, settings_window, qt_app
Our own source       source
Other processes      processes: what /proc tells of them, once they have come so far
Time                 waiting, which alone lets it pass: by condition; its minute of patience only ends what hangs;
                     for programs of the system
"""
