"""A ZIP that is made while it is sent: no disk, and one file in memory at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

OWNER_ONLY = 0o600 << 16


@dataclass(frozen=True)
class Member:
    """What is packed; a file that is compressed already is packed as it is."""

    path: str
    content: bytes
    is_text: bool = False


class _Outlet(BytesIO):
    """A file of which only what was not taken yet is in memory.

    One can go back within that, so that every member begins with its length, which
    old programs ask for.
    """

    taken = 0

    def tell(self) -> int:
        return self.taken + super().tell()

    def seek(self, where: int, whence: int = 0) -> int:
        return self.taken + super().seek(where - self.taken, whence)

    def take(self) -> bytes:
        piece = self.getvalue()
        self.taken += len(piece)
        super().seek(0)
        self.truncate()
        return piece


def pack(members: Iterable[Member], at: datetime) -> Iterator[bytes]:
    """The archive in pieces; the same members and time give the same bytes."""
    outlet = _Outlet()
    with ZipFile(outlet, "w") as archive:
        for member in members:
            info = ZipInfo(member.path, at.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED if member.is_text else ZIP_STORED
            info.external_attr = OWNER_ONLY
            archive.writestr(info, member.content)
            yield outlet.take()
    yield outlet.take()
