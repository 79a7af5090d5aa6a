"""Writes the reference pages that are out of date, and names them."""

import sys

from pipeline.errors import MeldcodeError
from pipeline.reference import write_pages

if __name__ == "__main__":
    try:
        for path in write_pages():
            print(path)
    except MeldcodeError as problem:
        sys.exit(str(problem))
