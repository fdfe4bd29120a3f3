"""Decodes the bytes of a text once its encoding is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from turbo_admin.core.french import NBSP
from turbo_admin.outside.files.eight_bit_encodings import ENCODING, FOREIGN, decoder, encoded, of_windows


class Unsure(Exception):
    """The letters of a text are damaged, and cannot be restored with certainty.

    Attributes:
        code: of the error.
        sample: a damaged word, as text or bytes; empty for the text as a whole.
    """

    def __init__(self, code: str, sample: str | bytes = "") -> None:
        super().__init__(code)
        self.code, self.sample = code, sample


@dataclass(frozen=True, slots=True)
class Reading:
    """How to decode a text.

    Attributes:
        codec: `utf-8`, or an 8-bit encoding.
        undone: (encoding it was read as, real encoding) for each wrong conversion to undo, the last one first.
        doubt: a word that seems to be in another encoding; empty for none.
    """

    codec: str = "utf-8"
    undone: tuple[tuple[str, str], ...] = ()
    doubt: str = ""

    @property
    def remark(self) -> str:
        """A French remark for the clerk; empty for a usual encoding."""
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
        """Decode a whole content, without its byte order mark."""
        return "".join(self.pieces([content])).removeprefix("\ufeff")

    def pieces(self, pieces: Iterable[bytes]) -> Iterator[str]:
        """Decode a content in pieces.

        Raises:
            UnicodeError: the content is not the one that was examined.
        """
        decode = decoder(self.codec)
        undo = [(ENCODING[wrong], decoder(right)) for wrong, right in self.undone]
        for piece in pieces:
            text = of_windows(decode(piece))
            for table, right in undo:
                text = of_windows(right(encoded(text, table)))
            yield text
