"""Side desks over a home that was made for a test, and how they reach hosts."""
