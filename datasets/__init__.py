"""Data that is not law: vocabulary, lexicons, parties, the syntax model and sample articles."""
