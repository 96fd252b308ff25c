"""What happens in a run: its events, answers, and end."""
