"""The web application, and how it stands behind the host's web server."""
