"""How the bytes of a text become letters, once that was judged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from turbo_admin.core.french import NBSP
from turbo_admin.outside.files.eight_bit_encodings import ENCODING, FOREIGN, decoder, encoded, of_windows


class Unsure(Exception):
    """The letters of a text are broken, and nothing says surely what they were.

    Attributes:
        code: of the error.
        sample: a broken word, as the text or its bytes have it; empty for the text as a whole.
    """

    def __init__(self, code: str, sample: str | bytes = "") -> None:
        super().__init__(code)
        self.code, self.sample = code, sample


@dataclass(frozen=True, slots=True)
class Reading:
    """How the bytes of a text become letters.

    Attributes:
        codec: `utf-8`, or an encoding of eight bits a letter.
        undone: (as what, what it was) for each wrong conversion that the text went through, the last one first.
        doubt: a word of letters that seem to be of another encoding; empty for none.
    """

    codec: str = "utf-8"
    undone: tuple[tuple[str, str], ...] = ()
    doubt: str = ""

    @property
    def remark(self) -> str:
        """What is said of it; empty for what is usual."""
        if self.undone:
            return (
                "Les lettres accentuées de ce fichier avaient été mal converties"
                f"{NBSP}: elles ont été rétablies. Vérifiez quelques noms."
            )
        if self.codec in FOREIGN:
            return f"Ce fichier est dans le codage de {FOREIGN[self.codec]}{NBSP}: il a été lu ainsi. Vérifiez quelques noms."
        if self.doubt:
            return (
                f"Des lettres de «{NBSP}{self.doubt}{NBSP}» semblent mal converties{NBSP}: vérifiez ce nom, ou exportez "
                "la liste en UTF-8."
            )
        return ""

    def decode(self, content: bytes) -> str:
        """Return the text of a whole content, without its mark."""
        return "".join(self.pieces([content])).removeprefix("\ufeff")

    def pieces(self, pieces: Iterable[bytes]) -> Iterator[str]:
        """Decode a content that comes in pieces.

        Raises:
            UnicodeError: it is another content than the one that was judged.
        """
        decode = decoder(self.codec)
        undo = [(ENCODING[wrong], decoder(right)) for wrong, right in self.undone]
        for piece in pieces:
            text = of_windows(decode(piece))
            for table, right in undo:
                text = of_windows(right(encoded(text, table)))
            yield text
