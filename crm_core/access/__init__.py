"""Who may see what: masking of personal data."""
