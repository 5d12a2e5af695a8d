"""Files that are whole or not there: write to a temporary name beside the target, then rename."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from engine.errors import InputError


def write_file(path: Path, content: str | bytes) -> None:
    """Write text as UTF-8, or bytes, to `path`, creating folders; InputError when that cannot be done, the old file untouched."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as out:
            out.write(content.encode() if isinstance(content, str) else content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as fault:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise InputError(str(path), f"cannot be written: {fault.strerror or fault}", "Name a folder that can be written to") from None
