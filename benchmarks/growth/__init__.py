"""Time a form and memory as the number of forms grows, and with more workers."""
