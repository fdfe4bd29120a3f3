"""The refusal of a call of the office's program: for each code one HTTP status; its French stands in `core.wording.sync`."""

from turbo_admin.core.wording.sync import SYNC_ERRORS
from turbo_admin.protocol.messages import Problem, ProblemCode

STATUSES: dict[ProblemCode, int] = {
    "bad_code": 403,
    "bound_elsewhere": 409,
    "key_unknown": 401,
    "outdated": 426,
    "bad_message": 400,
    "unknown_epoch": 409,
    "ahead": 409,
    "behind": 409,
    "moved": 409,
    "too_large": 413,
    "slow_down": 429,
    "unavailable": 503,
}
# What the framework refuses by itself, before a call is read.
_OF_STATUS: dict[int, ProblemCode] = {
    413: "too_large",
    429: "slow_down",
    500: "unavailable",
    503: "unavailable",
}


def make_problem(code: ProblemCode) -> Problem:
    """Return a refusal with its text."""
    return Problem(code=code, message=SYNC_ERRORS[code])


def problem_of_status(status: int) -> Problem:
    """Return what an HTTP status says of a call: `bad_message` for one that has no code of its own."""
    return make_problem(_OF_STATUS.get(status, "bad_message"))
