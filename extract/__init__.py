"""Bytes in, `Document` out: one reader a format, all giving the same model."""
