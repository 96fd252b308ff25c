"""Windows and controls, as their programs report them or as they are read."""
