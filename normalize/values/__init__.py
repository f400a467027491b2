"""Typed values, one type a module: raw text in, a canonical value or a stated doubt out."""
