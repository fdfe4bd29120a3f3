"""Marking a text for the families' catalogue where it is written, to be translated where it is shown."""


def N_(text: str) -> str:  # noqa: N802 (gettext's own name for it, which extraction looks for)
    """Return the text as it is; `language._` translates it later."""
    return text
