"""The console window: a task goes in, and its run is watched and controlled."""
