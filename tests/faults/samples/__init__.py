"""Bounded samples of the campaigns, which every run of the tests tries."""
