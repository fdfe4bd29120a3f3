"""Figures, each with its limit measured in the same run. `make bench` runs them; nothing fails on them."""
