"""The agent slice on the command line.

`mcp.py` is `mcp`, which serves this computer to another agent, and writes the entry of a client.
"""
