"""Mail: a row before it is sent, and what becomes of it.

- `queue`                puts a mail in the queue, in the transaction of the fact
- `queue_state`          the queue as a whole, stopped by a trouble of our own account or server
- `queue_admin`          the host's commands on it
- `site_settings`        a school's settings as its mails want them; what mails say stands in `core.mails`
- `message`              the MIME message, safe against what a name may hold
- `transport`            where mails go: a folder of .eml files, or `smtp`, whose protection `connection_security` describes
- `rate_limit`           mails a minute for one domain, an hour for one mailbox
- `sending`              one try at one mail
- `smtp_answers`         what an SMTP answer changes for the mail and for the others: `classification` finds its reason by
                         `answer_patterns`, `failure_reasons` has the French, `redaction` what of a server's words may be shown
- `send_results`         records what became of a mail, and appends its event for the office (`mail_state_events`)
- `bounces`              what comes back later; `bounce_notices` reads it, by `bounce_patterns`
- `selftest`             a mail to the host, and the DNS records of the sender's domain
"""
