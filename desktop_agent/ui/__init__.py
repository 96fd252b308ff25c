"""Qt, and only here: the tray, the console, the approval card and the marks on the person's screen."""
