"""Input that nobody would send, by the hundred thousand: `python -m tests.fuzz 100000`."""
