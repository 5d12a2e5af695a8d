"""Shared settings: Hypothesis draws the same examples on every run, so that CI never flickers; no test sees a user's lists."""

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

os.environ["EMBARGO_LISTS"] = str(Path(tempfile.gettempdir()) / f"embargo-tests-{os.getpid()}" / "none.sqlite")
settings.register_profile("embargo", deadline=None, derandomize=True, max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.load_profile("embargo")
