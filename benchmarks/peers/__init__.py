"""The same forms through general converters: what survives of answers and consent."""
