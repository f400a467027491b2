"""Invented forms to try, and how they are made."""
