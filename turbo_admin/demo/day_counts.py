"""What happened on the day of a demo, in numbers."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(slots=True)
class DemoDay:
    """What happened, as day.json tells it.

    Attributes:
        diners: present in the office's database.
        requests: in the office's database.
        certain: of those, with a certain concordance.
        ticked: taken by « Cocher les concordances certaines ».
        issued: requests answered with an account.
        accounts: accounts made for them.
        sheets: pages of the PDF.
        mailed: credential mails that the mail server got.
        signed_in: families whose own space shows the diner whom they asked for.
        connected: sheets that the office sees as used, after the last synchronisation.
        seconds: how long each step took.
    """

    diners: int = 0
    requests: int = 0
    certain: int = 0
    ticked: int = 0
    issued: int = 0
    accounts: int = 0
    sheets: int = 0
    mailed: int = 0
    signed_in: int = 0
    connected: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write the numbers as JSON."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
