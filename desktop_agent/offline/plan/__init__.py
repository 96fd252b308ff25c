"""The plain steps, and what each of them does on what is on the screen; pure."""
