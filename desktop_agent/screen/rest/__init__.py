"""The wait for the screen to come to rest."""
