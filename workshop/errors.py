"""Everything that can go wrong, as one drawing. Imports nothing of ours.

WorkshopError
├── CommentRejected     a draft that may not become a comment; the tablet keeps the words
│   ├── PostingClosed   the room is not taking comments now
│   └── EditRefused     wrong token, or the time for editing is over
├── NotFound            no workshop, comment or file of that name
├── PlanBroken          the plan cannot be read; names the line and the reason
├── InputBroken         a file from outside cannot be read; names the line and the reason
├── SettingUnknown      a setting's name or value that the kit does not know
├── StoreUnavailable    the database is locked, full, foreign or already served by another kit
├── AssistantFailed     the outside address refused, was late, or answered what cannot be read
└── NotReady            a public paper may not be made yet; says what is missing
"""

from __future__ import annotations


class WorkshopError(Exception):
    """The base of all errors of the kit. ``advice`` is for the person in the room."""

    status = 400

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice or message


class CommentRejected(WorkshopError):
    """A draft that may not become a comment. ``key`` names the sentence in wording."""

    def __init__(self, message: str, *, key: str, **values: object) -> None:
        super().__init__(message)
        self.key = key
        self.values = values


class PostingClosed(CommentRejected):
    """The room is not taking comments now."""

    status = 409


class EditRefused(CommentRejected):
    """The token is wrong, or the time for editing is over."""

    status = 403


class NotFound(WorkshopError):
    """There is no workshop, comment or file of that name."""

    status = 404


class PlanBroken(WorkshopError):
    """The plan cannot be read. ``line`` counts from 1; 0 when no line can be named."""

    def __init__(self, message: str, *, line: int = 0) -> None:
        super().__init__(f"{line}行目: {message}" if line else message)
        self.line = line


class InputBroken(WorkshopError):
    """A file from outside cannot be read. ``line`` counts from 1; 0 when none can be named."""

    def __init__(self, message: str, *, line: int = 0) -> None:
        super().__init__(f"{line}行目: {message}" if line else message)
        self.line = line


class SettingUnknown(WorkshopError):
    """A setting's name or value that the kit does not know."""


class StoreUnavailable(WorkshopError):
    """The database is locked, full, foreign, or already served by another kit."""

    status = 503


class AssistantFailed(WorkshopError):
    """The outside address refused, was late, or answered what cannot be read. Never carries the key."""

    status = 502


class NotReady(WorkshopError):
    """A public paper may not be made yet; the message says what is missing."""

    status = 409
