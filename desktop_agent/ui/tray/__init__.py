"""The tray program: its icon, its menu, its windows, and one instance for each user."""
