"""Small real things that several tests share. A fake works: it has sockets, a window, a device of the X server.

A fake only stands in for somebody else; it measures nothing and judges nothing of ours. What measures is a bench
(`tests/bench`), what both need is here, and what one folder of tests needs stands in that folder.

servers    answer in place of a model's vendor or of a host on the internet
programs   are worked: real applications, small windows that note what reaches them, bare clients of a display
desktops   displays, compositors, buses and their services, devices, settings
people     hands, answers and a yes; other agents, too
desks      side desks over a home of their own
runs       as they are recorded, and as the loop plays them without a screen
windows    our own, in the test's process or in one of their own

Beside the rooms stands what is no fake: the source as data (`source`), other processes by /proc (`processes`), and time
(`waiting`, which alone lets it pass, by condition).
"""
