"""A list file of either form, told apart by how it starts."""

from __future__ import annotations

from pathlib import Path

from engine.errors import InputError
from engine.lists.entry import Edition


def read_edition(path: Path) -> Edition:
    """The edition in `path`: the UN's XML or FollowTheMoney entities. Raises InputError."""
    try:
        with path.open("rb") as file:
            start = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    except OSError as fault:
        raise InputError(str(path), f"cannot be read: {fault.strerror}", "Name a file that exists and can be read") from None
    if start == b"<":
        from engine.lists.un import read_un_list

        return read_un_list(path)
    if start == b"{":
        from engine.lists.ftm_json import read_ftm_list

        return read_ftm_list(path)
    raise InputError(str(path), "is neither XML nor JSON", "Give the UN's Consolidated List as XML, or FollowTheMoney entities, one JSON object a line")
