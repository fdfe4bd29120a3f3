"""QR codes as vector squares."""

import zxingcpp
from reportlab.pdfgen.canvas import Canvas

# Medium error correction restores up to 15 % of the modules: a fold, a stain, poor toner.
_CORRECTION = "M"


def qr_runs(text: str) -> tuple[int, list[tuple[int, int, int]]]:
    """Return the code's size in modules, quiet zone left out, and its dark runs as (x, y, length), y downwards."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=_CORRECTION)
    # The image supports the buffer protocol (documented, missing in the stub).
    pixels = memoryview(code.to_image(scale=1, add_quiet_zones=False))  # type: ignore[arg-type]
    size = pixels.shape[0] if pixels.shape else 0
    flat = pixels.tobytes()
    runs: list[tuple[int, int, int]] = []
    for y in range(size):
        row = flat[y * size : (y + 1) * size] + b"\xff"
        start = row.find(0)
        while start >= 0:
            end = row.index(255, start)
            runs.append((start, y, end - start))
            start = row.find(0, end)
    return size, runs


def draw_qr(canvas: Canvas, text: str, left: float, bottom: float, side: float) -> None:
    """Draw a code in the current fill colour, as one path; the caller leaves the quiet zone around it white.

    Args:
        left, bottom, side: of the dark square, in points.
    """
    size, runs = qr_runs(text)
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.scale(side / size, side / size)
    # Integers written directly: reportlab's path object takes ten times as long to format them.
    canvas.addLiteral("\n".join(f"{x} {size - 1 - y} {length} 1 re" for x, y, length in runs) + "\nf")
    canvas.restoreState()
