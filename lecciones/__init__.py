"""The application: Python API, command line, pipeline, report."""
