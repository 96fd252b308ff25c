"""Other people's clients, each by its own command, write a letter through `desktop-agent mcp`, told by a script.

`environments` installs them, pinned by the locks in `packaging/clients/`, each in an environment outside the checkout.
`table` says how each is told of the server and started; those that are libraries are started by the small programs in
`programs/`, which are what their documentation shows. `letter` has one of them write a letter, and breaks one off.
"""
