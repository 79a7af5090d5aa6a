"""How large a file may be before it is refused unread: bounds on memory and time."""

MEGABYTE = 1024 * 1024

FILE_BYTES = 2048 * MEGABYTE
"""One CSV file. DuckDB streams it; 2 GB is some 25 million events."""

AWKWARD_FILE_BYTES = 256 * MEGABYTE
"""A CSV that only Python can read: quoted line breaks, blank lines, UTF-16, curly quotes or a euro
sign in Windows-1252."""

WORKBOOK_BYTES = 64 * MEGABYTE
"""An XLSX as it lies on disk."""

UNPACKED_BYTES = 256 * MEGABYTE
"""Everything inside an XLSX together, unpacked."""

UNPACKED_RATIO = 200
"""Unpacked size over packed size of one file in an XLSX; a school's workbook has 5 to 20."""

WORKBOOK_ENTRIES = 1000
"""Files inside one XLSX."""

SHEET_CELLS = 3_000_000
"""Rows × columns of one sheet, counted from A1 to the farthest filled cell."""

COLUMNS = 200
"""Columns of one table; the widest declared one has 22."""

TITLE_ROWS = 20
"""Rows above the header that may hold a title."""

HEAD_BYTES = 256 * 1024
"""How much of a file is looked at to find its dialect and header."""

READ_BYTES = 32 * MEGABYTE
"""A file larger than this is read in pieces of twice the size: with DuckDB's own, smaller ones the
rows of each are copied once more."""

CELL_CHARACTERS = 10_000
"""One cell; a longer one means a quotation mark that is never closed."""

FILES = 200
"""Files in one delivery folder."""

CHUNK_ROWS = 50_000
"""Rows that Python holds at a time when it reads a file itself."""
