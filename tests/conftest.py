"""How the tests run: Hypothesis in a quick profile, and one that looks longer (``--hypothesis-profile=thorough``)."""

from hypothesis import HealthCheck, settings

_SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

settings.register_profile("quick", max_examples=80, deadline=None, suppress_health_check=_SLOW_TO_DRAW)
settings.register_profile("thorough", parent=settings.get_profile("quick"), max_examples=600)
settings.load_profile("quick")
