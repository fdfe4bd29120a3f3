"""The reference of an account request, which families and the office can say on the telephone."""

_LENGTH = 8


def request_reference(request_id: str) -> str:
    """`4F2A-91C7`: the beginning of the request's id, the same on the portal and in the office."""
    beginning = request_id[:_LENGTH].upper()
    half = _LENGTH // 2
    return f"{beginning[:half]}-{beginning[half:]}" if len(beginning) > half else beginning
