"""Both sides as real processes, for the campaign `agreement`."""
