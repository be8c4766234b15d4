"""Shared steps: SQL that several metrics read, and the models beside it."""
