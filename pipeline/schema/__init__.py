"""The only readers of `data_schema/`: YAML and CSV to frozen dataclasses, checked strictly."""
