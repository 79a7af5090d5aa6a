"""What happens to a workspace when the machine, the disk or another process gets in the way."""
