"""The edge of the package: the only modules that print, show progress and set exit codes."""
