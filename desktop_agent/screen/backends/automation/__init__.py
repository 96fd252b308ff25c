"""The parts of the UI Automation backend."""
