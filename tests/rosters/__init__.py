"""Rosters as schools write them, year after year, and what their imports have to come to."""
