"""The words: plain frozen data that every room speaks, standard library only."""
