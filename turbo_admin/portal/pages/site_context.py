"""Objects shared by all pages of a web process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from anyio import CapacityLimiter

from turbo_admin.portal.accounts.requests import RequestOutcome, SubmittedRequest
from turbo_admin.portal.base.batching import Batcher
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.csrf import Csrf, Origins
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.base.device_marks import DeviceMark
from turbo_admin.portal.base.hashing import Hashing
from turbo_admin.portal.base.throttle import Limits
from turbo_admin.portal.pages.page_cache import PageCache
from turbo_admin.portal.pages.statics import StaticFiles
from turbo_admin.portal.pages.templates import Templates


@dataclass(frozen=True, slots=True)
class SiteContext:
    """The parts that all pages share; one a process.

    Attributes:
        now: the clock, UTC.
        threads: how many asynchronous pages may be in a thread at once: about as many as there are database connections.
        requests: account requests, recorded in batches.
        page_cache: pages that are the same for all visitors.
    """

    config: WebConfig
    database: PortalDatabase
    hashing: Hashing
    limits: Limits
    now: Callable[[], datetime]
    templates: Templates
    statics: StaticFiles
    csrf: Csrf
    device: DeviceMark
    origins: Origins
    threads: CapacityLimiter
    requests: Batcher[SubmittedRequest, RequestOutcome]
    page_cache: PageCache = field(default_factory=PageCache)
