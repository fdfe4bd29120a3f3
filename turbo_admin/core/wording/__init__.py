"""The French of errors, a module for each step; `sentences` has them all."""
