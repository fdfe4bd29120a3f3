"""The French of errors: code -> sentence that says what to do.

A test checks that every code raised in the package has a sentence, that every sentence is used, and that no code has
two. Those that families read are marked for their catalogue.
"""

from typing import Any

from turbo_admin.core.language import _
from turbo_admin.core.wording.backup import BACKUP_ERRORS
from turbo_admin.core.wording.credentials import CREDENTIALS_ERRORS
from turbo_admin.core.wording.files import FILES_ERRORS
from turbo_admin.core.wording.hosting import HOSTING_ERRORS
from turbo_admin.core.wording.intake import INTAKE_ERRORS
from turbo_admin.core.wording.money import MONEY_ERRORS
from turbo_admin.core.wording.roster import ROSTER_ERRORS
from turbo_admin.core.wording.settings import SETTINGS_ERRORS
from turbo_admin.core.wording.sync import SYNC_ERRORS
from turbo_admin.core.wording.workstation import WORKSTATION_ERRORS

ERRORS: dict[str, str] = {
    **INTAKE_ERRORS,
    **CREDENTIALS_ERRORS,
    **ROSTER_ERRORS,
    **FILES_ERRORS,
    **SETTINGS_ERRORS,
    **SYNC_ERRORS,
    **WORKSTATION_ERRORS,
    **HOSTING_ERRORS,
    **BACKUP_ERRORS,
    **MONEY_ERRORS,
}


def say(code: str, **values: Any) -> str:
    """Return the French of an error code.

    Raises:
        KeyError: the code has no French; a test keeps this from happening.
    """
    return _(ERRORS[code]).format(**values)
