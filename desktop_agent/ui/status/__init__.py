"""What is on the screen during a run: the status badge, the paused banner, icons and notifications."""
