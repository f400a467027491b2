"""`Document` and template in, `FormReading`s out: labels, answers, marks, typed values."""
