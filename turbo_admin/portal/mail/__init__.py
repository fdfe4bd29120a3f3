"""Mail: a row before it is sent, and what becomes of it.

- `queue`      puts a mail in the queue, in the transaction of the fact
- `texts`      one visible function a kind: settings, data and secret in, subject, text and HTML out
- `message`    the MIME message, safe against what a name may hold
- `transport`  SMTP or a folder of .eml files
- `sending`    one try at one mail
- `answers`    what an SMTP answer changes for the mail and for the others: `judging` holds the table of answers, `reasons` what
               each is called, `quoting` what of a server's own words may be shown
- `settling`   writes down what became of a mail, and tells the office
- `stopping`   the queue as a whole, stopped by a trouble of our own account or server
- `bounces`    what comes back later; `notices` reads it
- `upkeep`     the host's commands
"""
