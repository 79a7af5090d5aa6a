"""What a reader sees: words, numbers, tables and charts, built from published tables alone."""
