"""What can go wrong for a user, with the exit code of the command.

A message says what is wrong and where, an advice what to do about it. Neither ever holds the value of a
personal column: messages end up in logs.
"""

from typing import ClassVar


class ToeleidingError(Exception):
    """A fault that the user can do something about; anything else that is raised is a bug (exit code 1)."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message, advice)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message}\n{self.advice}" if self.advice else self.message


class SettingsError(ToeleidingError):
    """A workspace, a setting or an option is not right."""


class SleutelError(ToeleidingError):
    """There is no usable pseudonym key, or not the one the deliveries were made with."""


class LockError(ToeleidingError):
    """Another run is at work in this workspace."""


class LeveringGeweigerd(ToeleidingError):
    """A delivery does not keep to its contract."""

    exit_code = 3


class ReleaseGeweigerd(ToeleidingError):
    """A table may not leave: the disclosure audit or the allow-list refused it."""

    exit_code = 4


class RenderFout(ToeleidingError):
    """A renderer failed or made a report that does not hold what it must."""

    exit_code = 5


class NotebookFout(ToeleidingError):
    """A notebook failed, or does not have the parameters it was given."""

    exit_code = 5
