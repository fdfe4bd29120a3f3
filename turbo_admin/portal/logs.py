"""JSON lines on the standard error: who, what, when in UTC; ids only, never a name, an address or a secret."""

import logging
import sys

import structlog


def configure() -> None:
    """Set logging up for this process.

    Other libraries speak through `logging` and only from warnings on: below that some of them tell addresses
    and paths, and a path may hold a token.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format='{"level": "%(levelname)s", "from": "%(name)s"}'
    )
