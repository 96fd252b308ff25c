"""Tests of the whole program; this folder and fakes/ are packages so that shared test things can be imported."""
