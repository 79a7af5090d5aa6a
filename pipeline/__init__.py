"""Evaluates how schools carry out the meldcode: checked deliveries in, protected reports out."""

__version__ = "0.1.0"
