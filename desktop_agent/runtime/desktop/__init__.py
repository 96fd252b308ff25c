"""What a run asks of the desktop that it works on: services, switches, access to the screen."""
