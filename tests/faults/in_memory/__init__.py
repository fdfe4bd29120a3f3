"""Both sides of the histories in memory: the portal, an office, what it does and what must hold in the end."""
