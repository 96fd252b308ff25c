"""A hostile agent tries to act without the person: kinds of tries, each a generator; `tries` has what they share."""
