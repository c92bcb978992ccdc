"""Turn untrusted bytes into a clean picture: decoded, measured and encoded again."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

LARGEST_FILE = 5 * 1024 * 1024
MOST_PIXELS = 20_000_000
LONGEST_SIDE = 12_000
TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


class TooLarge(Exception):
    """The file has more bytes or pixels than a screenshot may."""


class NotAnImage(Exception):
    """The bytes are not one PNG, JPEG or WebP picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as stored; *type* is its media type, sizes in pixels."""

    type: str
    width: int
    height: int
    data: bytes


def clean(raw: bytes) -> Picture:
    """Return the picture without metadata; raise TooLarge or NotAnImage. Takes a moment: use a thread."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Only the header is read here; what it claims is checked before any pixel is decoded.
            with Image.open(io.BytesIO(raw), formats=tuple(TYPES)) as image:
                _measure(image)
                return _encode(image)
    except Image.DecompressionBombError:
        raise TooLarge from None
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, MemoryError):
        raise NotAnImage from None


def _measure(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise TooLarge


def _encode(image: Image.Image) -> Picture:
    kind = str(image.format)
    image.seek(0)
    # Cameras and phones turn a picture by metadata, which is about to go.
    upright = ImageOps.exif_transpose(image)
    pixels = upright.convert("RGB" if kind == "JPEG" else "RGBA")
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    out = io.BytesIO()
    options = {} if kind == "PNG" else {"quality": 88}
    bare.save(out, format=kind, **options)
    return Picture(TYPES[kind], bare.width, bare.height, out.getvalue())
