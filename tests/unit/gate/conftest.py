"""A user and a machine for the gate."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Iterator

import pytest

from pipeline.gate.text import machine_names


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A user and a machine with names that could be anybody's."""
    monkeypatch.setattr(getpass, "getuser", lambda: "jvermeulen")
    monkeypatch.setattr(socket, "gethostname", lambda: "laptop-17.school.local")
    machine_names.cache_clear()
    yield
    machine_names.cache_clear()
