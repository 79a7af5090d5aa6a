"""The release gate: rules, protection, attack, ledger, and the tables that passed.

Everything that leaves the case database goes through `gate.release`; everything that a report shows
comes out of `safe_table.open_publication`.
"""
