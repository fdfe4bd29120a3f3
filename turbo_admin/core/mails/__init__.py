"""The mails to families and to the office, as the portal sends and the office previews them."""
