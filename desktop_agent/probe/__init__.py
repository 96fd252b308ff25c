"""Tests a provider before a run costs money: is it reachable, what does it offer, and how does it count coordinates?"""
