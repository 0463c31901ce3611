"""Formats that an office suite must turn into one of ours before they are read."""
