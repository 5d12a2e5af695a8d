"""Files that are whole or not there: write to a temporary name beside the target, then rename."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from engine.errors import InputError


def write_file(path: Path, text: str) -> None:
    """Write `text` as UTF-8 to `path`, creating folders; InputError when that cannot be done, the old file untouched."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as fault:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise InputError(str(path), f"cannot be written: {fault.strerror or fault}", "Name a folder that can be written to") from None
