"""What the portal must be told, how that stands, and the pairing that begins it."""
