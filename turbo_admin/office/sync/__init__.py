"""The exchange with the portals: one run, its plan for the night, its journal, what was refused."""
