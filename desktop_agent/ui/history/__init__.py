"""The History window: past runs, step by step."""
