"""The families' site and the office's door to it; deployed alone, on its own PostgreSQL.

- `config`     what the web process is given at its start
- `tables`     the tables; `migrations` makes them, `roles` says who may do what to them
- `database`   a transaction of one school (row-level security), or of the host
- `schools`    the host's acts on schools, and what a page needs to know of one
- `events`     what the office must know, appended in the transaction of the fact
- `pairing`, `door`, `envelope`, `changes`   the office's door: `door.router`
- `mail`       the queue, the texts, the transport; `worker` sends and cleans
- `embedded`, `serve`   one command that runs it all

`door.router` finds what it needs in the application's state: `state.database` (`Database`) and
`state.config` (`WebConfig`).
"""
