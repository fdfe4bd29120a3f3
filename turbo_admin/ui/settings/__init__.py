"""The pages of the establishments and their settings."""
