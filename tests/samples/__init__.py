"""The sample forms."""
