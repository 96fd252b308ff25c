"""What can be made again from a run's folder."""
