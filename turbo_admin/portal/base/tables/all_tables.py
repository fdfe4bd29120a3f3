"""Every table of the portal: importing this module fills the metadata that the migrations are compared with."""

from turbo_admin.portal.base.tables import accounts, mails, schools, sync
from turbo_admin.portal.base.tables.columns import metadata

__all__ = ["MODULES", "metadata"]

# A table is known to the metadata once its module is loaded.
MODULES = (schools, sync, accounts, mails)
