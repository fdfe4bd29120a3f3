"""The fields of a posted form."""

from urllib.parse import parse_qsl

# A request form with its longest fields in four-byte letters is about 10 kB.
MAX_FORM_BYTES = 64 * 1024
# The largest form of ours has a dozen; more would only cost us time.
_MAX_FIELDS = 40


def read_form(body: bytes) -> dict[str, str]:
    """Read a posted form, whatever was sent: bad UTF-8 is replaced, the first of two equal names counts."""
    pieces = body.decode("utf-8", "replace").split("&", _MAX_FIELDS)[:_MAX_FIELDS]
    form: dict[str, str] = {}
    for name, value in parse_qsl("&".join(pieces), keep_blank_values=True, errors="replace"):
        form.setdefault(name, value)
    return form
