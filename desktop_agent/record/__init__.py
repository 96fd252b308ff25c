"""Remember: the journal and the frames of every run."""
