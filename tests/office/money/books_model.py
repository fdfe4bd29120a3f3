"""A ledger in memory that does what the books must do, to hold the real ones against."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class ModelReceipt:
    """A receipt as the model has it: what each wallet gained."""

    number: int
    means: str
    lines: dict[str, int]
    on_slip: bool = False
    back_on_slip: bool = False
    taken_back: bool = False


@dataclass
class BooksModel:
    """The books in memory.

    Attributes:
        day: how many days after the first one it is.
        closed: days that are closed.
        lined: days that have lines of receipts.
    """

    receipts: list[ModelReceipt] = field(default_factory=list)
    balances: Counter[str] = field(default_factory=Counter)
    day: int = 0
    closed: set[int] = field(default_factory=set)
    lined: set[int] = field(default_factory=set)

    def book(self, means: str, lines: dict[str, int]) -> int:
        """Book a receipt and return its number."""
        self.receipts.append(ModelReceipt(len(self.receipts) + 1, means, lines))
        self.balances.update(lines)
        self.lined.add(self.open_day())
        return len(self.receipts)

    def take_back(self, receipt: ModelReceipt) -> None:
        """Take a receipt back."""
        receipt.taken_back = True
        self.lined.add(self.open_day())
        self.balances.subtract(receipt.lines)

    def open_day(self) -> int:
        """The first open day from today on."""
        day = self.day
        while day in self.closed:
            day += 1
        return day

    def day_to_close(self) -> int | None:
        """The day that can be closed now: the first open one with lines before today, else today; None for none."""
        last = max(self.closed, default=-1)
        earlier = [day for day in self.lined - self.closed if last < day < self.day]
        return min(earlier, default=self.day if self.day > last else None)

    def close_slip(self, means: str) -> int:
        """Put the free lines of a means on a slip, and return its total."""
        total = 0
        for one in self.receipts:
            if one.means != means:
                continue
            if not one.on_slip:
                total += sum(one.lines.values())
                one.on_slip = True
            if one.taken_back and not one.back_on_slip:
                total -= sum(one.lines.values())
                one.back_on_slip = True
        return total

    def has_free_lines(self, means: str) -> bool:
        """Whether a slip of a means would hold anything."""
        return any(
            one.means == means and (not one.on_slip or (one.taken_back and not one.back_on_slip))
            for one in self.receipts
        )
