"""Mail: a row before it is sent.

- `queue`      puts a mail in the queue, in the transaction of the fact
- `texts`      one visible function a kind: settings, data and secret in, subject, text and HTML out
- `message`    the MIME message, safe against what a name may hold
- `transport`  SMTP or a folder of .eml files
"""
