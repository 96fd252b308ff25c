"""What every window shares: the Qt thread, the theme, icons, layouts, and hiding from the capture."""
