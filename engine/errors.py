"""What can go wrong, said so that a person can mend it."""

from __future__ import annotations


class EmbargoError(Exception):
    """Base of all errors that Embargo raises on purpose: one message for people."""


class InputError(EmbargoError):
    """A document that cannot be read: names the source, the fault and what to do."""

    def __init__(self, source: str, fault: str, remedy: str) -> None:
        self.source, self.fault, self.remedy = source, fault, remedy
        super().__init__(f"{source}: {fault}. {remedy}")


class RulebookError(EmbargoError):
    """A rule file that does not hold: names file, line, field, fault and remedy."""

    def __init__(self, file: str, line: int, field: str, fault: str, remedy: str) -> None:
        self.file, self.line, self.field, self.fault, self.remedy = file, line, field, fault, remedy
        super().__init__(f"{file}:{line}: {field}: {fault}. {remedy}")


class FactError(EmbargoError):
    """Facts given by a caller that do not hold: names the row or fact and the field."""
