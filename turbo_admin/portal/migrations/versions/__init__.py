"""One file a step, in order; each goes both ways."""
