"""One file for each command, imported only when it is called: it has a `command`, or a `group` of them."""
