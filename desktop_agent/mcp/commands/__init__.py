"""The agent slice on the command line.

`mcp.py` is `mcp`, which serves this computer to another agent, and `mcp_install.py` writes the entry of a client.
"""
