"""The mails to families and to the office: what they say, as the portal sends them and as the office previews them."""
