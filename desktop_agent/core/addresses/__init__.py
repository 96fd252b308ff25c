"""Addresses, hosts, and the programs that show them."""
