"""The pages of what was done, and of what need not be kept."""
