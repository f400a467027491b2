"""`Document` and template in, `FormReading`s out: labels, answers, marks, typed values."""

from normalize.forms import read_forms

__all__ = ["read_forms"]
