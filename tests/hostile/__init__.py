"""Home-made attack files: what somebody could mail in to harm the run, the office or its people.

Each module gives `files()`: names with bytes. A name says what the file tries.
"""
