"""How much memory this process may take."""

from __future__ import annotations


def limit_memory(limit: int) -> None:
    """Bound this process to so many bytes, where the system can (Linux does; Windows has no such bound).

    Nor does it leave a core dump: that would hold what it read.
    """
    try:
        import resource
    except ImportError:
        return
    for what, most in (("RLIMIT_AS", limit), ("RLIMIT_DATA", limit), ("RLIMIT_CORE", 0)):
        kind = getattr(resource, what, None)
        if kind is None:
            continue
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS knows some of them and sets none
            continue
