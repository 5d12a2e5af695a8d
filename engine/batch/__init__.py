"""Batch runs: many documents, a ledger that loses nothing, near-duplicates, what holds across documents, schedules."""
