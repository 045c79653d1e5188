"""The picture that goes with a link to an article when somebody shares it.

Drawn here, so that no other site is asked. It holds the title and the clinic's name and
nothing that could frighten or promise.
"""

import io
import textwrap
from functools import lru_cache

from PIL import Image, ImageColor, ImageDraw, ImageFont

WIDTH, HEIGHT, MARGIN = 1200, 630, 80  # pixels, as previews expect them
PAPER, INK, PLAIN = "#faf9f6", "#1f2933", "#2f5d62"
TITLE, NAME = 68, 36  # heights of letters
LINE, MOST_LINES = 28, 5  # letters in a line of the title


@lru_cache(maxsize=128)
def card(title: str, clinic: str, accent: str) -> bytes:
    """A PNG. ``accent`` is the clinic's color as ``#rrggbb``, or empty."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 32, HEIGHT), fill=ImageColor.getrgb(accent or PLAIN))
    large, small = ImageFont.load_default(TITLE), ImageFont.load_default(NAME)
    draw.multiline_text((MARGIN, MARGIN), _wrapped(title), INK, large, spacing=18)
    draw.text((MARGIN, HEIGHT - MARGIN), clinic, INK, small, anchor="ls")
    with io.BytesIO() as file:
        image.save(file, "PNG", optimize=True)
        return file.getvalue()


def _wrapped(title: str) -> str:
    lines = textwrap.wrap(title, LINE, max_lines=MOST_LINES, placeholder=" …")
    return "\n".join(lines)
