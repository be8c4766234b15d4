"""Measurements as ratios to the bare engine or the bare framework, taken in one run on one machine."""
