"""Who stands before a screen, at a terminal or behind a browser, and other agents: hands, answers and a yes."""
