"""The commands that check this computer and a provider."""
