"""Measurements: what lecciones reads right, and how fast."""
