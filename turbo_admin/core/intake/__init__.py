"""Account requests: what a family may type, what a refusal may say, and by when the office answers."""
