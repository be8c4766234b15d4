"""Metrics: one SQL file each, the runner that answers them, and what an answer carries."""
