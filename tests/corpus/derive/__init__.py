"""Tests of the values worked out from lessons."""
