"""Consent by pen, on many small scanned forms: `python -m benchmarks.consent_crops`."""
