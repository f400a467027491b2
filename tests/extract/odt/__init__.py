"""Tests of the reader of LibreOffice documents."""
