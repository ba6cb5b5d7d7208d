"""What can go wrong for a user, with the exit code of the command.

A message says what is wrong and where, an advice what to do about it. Neither ever holds the value of a
personal column: messages end up in logs.
"""

import errno
import re
from threading import Event
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


class MachineFout(ToeleidingError):
    """The machine did not let it: no room on the disk, no right to write, no memory."""

    exit_code = 7


class Beeindigd(BaseException):
    """The system ended this process (SIGTERM): what was under way is undone, as after Ctrl-C."""

    exit_code: ClassVar[int] = 143


ended = Event()
"""Whether the system ended this process: what DuckDB is busy with says that in an error of its own."""


def end(*_: object) -> None:
    """What SIGTERM does."""
    ended.set()
    raise Beeindigd


_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_RIGHT = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_ROOM_IN_WORDS = re.compile(
    r"No space left|disk is full|not enough (?:disk )?space|Disk quota", re.IGNORECASE
)
_MEMORY_IN_WORDS = re.compile(r"^Out of Memory Error")


def of_machine(fault: BaseException) -> MachineFout | None:
    """What a fault means when the machine is its cause and not the program; also one that DuckDB worded."""
    number = fault.errno if isinstance(fault, OSError) else None
    if number in _NO_ROOM or _ROOM_IN_WORDS.search(str(fault)):
        return MachineFout(
            f"no room left on the disk{_at(fault)}",
            "Make room and run again: nothing is half written, and the last good release and reports are as"
            " they were.",
        )
    if number in _NO_RIGHT:
        return MachineFout(
            f"not allowed to write or read{_at(fault)}",
            "Give the user of this program the right to it, or choose another workspace.",
        )
    if isinstance(fault, MemoryError):
        return MachineFout("not enough memory", "Close other programs, or run on a machine with more.")
    if _MEMORY_IN_WORDS.search(str(fault)):
        return MachineFout(
            "DuckDB needs more memory than [machine] geheugen gives it",
            'Give it more in toeleiding.toml, for example geheugen = "4GB", and run again: nothing is half'
            " written.",
        )
    return None


def _at(fault: BaseException) -> str:
    """Where, when that is a place and not the content of one."""
    name = getattr(fault, "filename", None)
    return f": {name}" if isinstance(name, str) and name else ""
