"""The settings of bin/run, with a bare endpoint to compare with."""

from townsite.config.settings.development import *  # noqa: F403 - the same settings

ROOT_URLCONF = "benchmarks.harness.urls"
