"""Marks texts for the families' catalogue that are translated later."""


def N_(text: str) -> str:  # noqa: N802 (gettext's own name for it, which extraction looks for)
    """Return the text unchanged; `language._` translates it when it is shown."""
    return text
