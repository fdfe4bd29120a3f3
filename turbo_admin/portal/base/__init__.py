"""What every part of the portal stands on: database, roles, settings, throttles, logs, languages."""
