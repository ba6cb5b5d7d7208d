"""The pseudonym key and what is done with it.

A pseudonym is HMAC-SHA256 (RFC 2104) over a purpose tag and the normalised identifier. A plain hash of nine
digits can be enumerated in minutes; without the key this one cannot. The key lives outside the data, is made
by an explicit command, and only its id is ever written down.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.workspace.errors import SleutelError

if TYPE_CHECKING:
    import duckdb

KEY_BYTES = 32
BLOCK_BYTES = 64  # block size of SHA-256, RFC 2104
SEPARATOR = "\x1f"
MIN_DISTINCT_BYTES = 12  # 32 random bytes have fewer with a chance below 1e-17
KEY_FILE_VARIABLE = "TOELEIDING_KEY_FILE"


@dataclass(frozen=True)
class Sleutel:
    """A pseudonym key. Its secret is never shown: not by repr, not in a record, not in an error."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Twelve hex digits that name the key without telling anything of it."""
        return hmac.new(self.secret, b"toeleiding key id", hashlib.sha256).hexdigest()[:12]

    def pseudonym(self, doel: str, waarde: str) -> str:
        """The pseudonym of one value, 64 hex digits; `doel` keeps hashes of different kinds apart."""
        message = f"{doel}{SEPARATOR}{waarde}".encode()
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()

    def _pad(self, byte: int) -> bytes:
        return bytes(b ^ byte for b in self.secret.ljust(BLOCK_BYTES, b"\0"))

    def install(self, con: duckdb.DuckDBPyConnection) -> None:
        """Give a connection the SQL macro `pseudoniem(doel, waarde)`: the same value as `pseudonym`.

        The key travels as a session variable of an in-memory session, so it is never part of a statement,
        a file or a plan. NULL stays NULL.
        """
        con.execute("SET VARIABLE sleutel_binnen = ?::BLOB", [self._pad(0x36)])
        con.execute("SET VARIABLE sleutel_buiten = ?::BLOB", [self._pad(0x5C)])
        con.execute(
            "CREATE OR REPLACE TEMP MACRO pseudoniem(doel, waarde) AS"
            " sha256(getvariable('sleutel_buiten') || unhex(sha256("
            "getvariable('sleutel_binnen') || encode(doel || chr(31) || waarde))))"
        )


DEMO_SLEUTEL = Sleutel(hashlib.sha256(b"toeleiding: fixed key of the demo, protects nothing").digest())


def default_key_file() -> Path:
    """Where the key is kept unless the settings say otherwise: the environment's choice, or the user's own.

    Always absolute and without links, so that a key that lies with the data is seen to lie there.
    """
    if named := os.environ.get(KEY_FILE_VARIABLE):
        return Path(named).expanduser().resolve()
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming"))
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME", Path.home() / ".config"))
    return (base / "toeleiding" / "sleutel.key").resolve()


def write_key(path: Path, sleutel: Sleutel | None = None) -> Sleutel:
    """Write a new key with mode 0600. Never replaces one: losing a key loses every follow-up made with it."""
    sleutel = sleutel or Sleutel(secrets.token_bytes(KEY_BYTES))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise SleutelError(
            f"there is already a key at {path}",
            advice="keep it: follow-up of pupils only works with the key they were pseudonymised with",
        ) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(sleutel.secret.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return sleutel


def read_key(path: Path) -> Sleutel:
    """Read and judge a key file; a missing, empty, weak or world-readable key is refused (exit 2)."""
    if not path.is_file():
        raise SleutelError(
            f"no pseudonym key at {path}",
            advice="make one with 'toeleiding key new', or put the key of earlier years there",
        )
    check_private(path)
    text = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        secret = bytes.fromhex(text)
    except ValueError as error:
        raise SleutelError(
            f"{path} is not a pseudonym key", advice="expected 64 hexadecimal digits on one line"
        ) from error
    if len(secret) != KEY_BYTES or len(set(secret)) < MIN_DISTINCT_BYTES:
        raise SleutelError(
            f"the key at {path} is empty or too weak",
            advice=f"expected {KEY_BYTES} random bytes; make one with 'toeleiding key new'",
        )
    return Sleutel(secret)


def check_private(path: Path) -> None:
    """Refuse a key that others on this machine can read (not judged on Windows, which has no such mode)."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if sys.platform != "win32" and mode & 0o077:
        raise SleutelError(
            f"the key at {path} can be read by others (mode {mode:04o})", advice=f"chmod 600 '{path}'"
        )
