"""Shared settings: Hypothesis draws the same examples on every run, so that CI never flickers."""

from hypothesis import HealthCheck, settings

settings.register_profile("embargo", deadline=None, derandomize=True, max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.load_profile("embargo")
