"""Tests of the normalizer, on documents that fit a line."""
