"""The synchronisation protocol between office and portal.

- `version`   which versions are served, and the headers that carry identity
- `messages`  the envelopes: pairing, hello, page of events, batch of changes
- `events`    what the portal tells the office, by kind
- `changes`   what the office tells the portal, by kind
- `codec`     JSON in and out: tolerant in reading, strict in writing
"""
