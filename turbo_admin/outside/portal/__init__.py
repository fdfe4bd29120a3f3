"""The way to a portal: its client, the proxy in between, the trust in its certificate."""
