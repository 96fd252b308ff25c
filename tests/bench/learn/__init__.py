"""Ten tasks of five steps in five programs, shown once by somebody else's hands and played back without a model."""
