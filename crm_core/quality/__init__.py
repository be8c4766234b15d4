"""Data quality: customers that may be one and the same."""
