"""Input and output beyond this program: the portal, files, paper, the keyring."""
