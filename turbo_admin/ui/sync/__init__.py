"""The panel, the journal and the planning of the synchronisation."""
