"""The sample company: synthetic data with truths planted in it."""
