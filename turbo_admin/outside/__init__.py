"""What lies beyond the office's walls: the portal, files, paper, the keyring."""
