"""Exceptions that pages raise as answers: a redirection, too many tries."""

from collections.abc import Sequence

from litestar.exceptions import HTTPException


class SeeOther(HTTPException):
    """Redirects a visitor who is not signed in, or has yet to choose a password.

    Attributes:
        cookies: the Set-Cookie headers of the answer.
    """

    status_code = 303

    def __init__(self, location: str, cookies: Sequence[str] = ()) -> None:
        super().__init__(headers={"location": location})
        self.location, self.cookies = location, tuple(cookies)


class TooManyTries(HTTPException):
    """An action was repeated too often.

    Attributes:
        words: what, and when it may be done again.
    """

    status_code = 429

    def __init__(self, words: str, seconds: int) -> None:
        super().__init__(headers={"retry-after": str(seconds)})
        self.words = words
