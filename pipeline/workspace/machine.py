"""Who is at this machine."""

import getpass


def login() -> str:
    """The login name, or nothing on a machine without accounts."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
