"""The families' site and the API of the office; deployed alone, on its own PostgreSQL.

A folder imports only those that stand below it:

- `commands`    what the command line has the portal do
- `host`        one command that runs it all: processes, the PostgreSQL that comes with it, the mail worker
- `web`         the web application
- `pages`       the families' pages; `api` is the office's way in
- `accounts`    families' requests, accounts, sessions and data
- `mail`        the queue, the texts, the transport
- `schools`     the host's acts on schools, their pairing and keys
- `migrations`  make the tables
- `base`        database (a transaction of one school, by row-level security, or of the host), roles, throttles, events

`api.routes.router` finds what it needs in the application's state: `state.database` (`PortalDatabase`) and
`state.config` (`WebConfig`).
"""
