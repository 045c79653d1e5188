"""Several articles as one document, to print.

Within it every id has the code of its article before it, so that none stands twice.
Headings go down by one level, and sections are no landmarks: each article has the same.
"""

import re

IDS = re.compile(r'\b(id|aria-labelledby|aria-describedby)="([^"]+)"')
LOCAL_LINK = re.compile(r'\bhref="#([^"]+)"')
LANDMARK = re.compile(r'(<(?:section|nav|footer)\b[^>]*?) aria-labelledby="[^"]*"')
HEADING = re.compile(r"(</?h)([1-5])\b")


def as_part(html: str, code: str) -> str:
    """The HTML of an article as a part of a larger page."""
    html = LANDMARK.sub(r"\1", html)
    html = IDS.sub(lambda found: _own(found, code), html)
    html = LOCAL_LINK.sub(rf'href="#{code}-\1"', html)
    return HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", html)


def _own(found: re.Match[str], code: str) -> str:
    ids = " ".join(f"{code}-{each}" for each in found[2].split())
    return f'{found[1]}="{ids}"'
