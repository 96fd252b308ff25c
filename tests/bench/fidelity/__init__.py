"""Real applications whose fields tell what they hold (`apps`), and the texts that are typed into them (`corpora`)."""
