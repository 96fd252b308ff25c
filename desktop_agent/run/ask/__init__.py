"""The questions to the person in charge, and their answers."""
