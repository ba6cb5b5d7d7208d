"""The pseudonym key and what is done with it.

A pseudonym is HMAC-SHA256 (RFC 2104) over a purpose tag and the normalised identifier. A plain hash of nine
digits can be enumerated in minutes; without the key this one cannot. The key lives outside the data, is made
by an explicit command, and only its id is ever written down.

A key that was rotated is a chain of secrets, oldest first: each next one is applied to what the earlier ones
made, so that pseudonyms whose source is gone can go along (sources/rotation.py).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.workspace.atomic import beside, clear_beside, replacing
from pipeline.workspace.errors import LockError, SleutelError

if TYPE_CHECKING:
    import duckdb

KEY_BYTES = 32
BLOCK_BYTES = 64  # block size of SHA-256, RFC 2104
SEPARATOR = "\x1f"
OPNIEUW = "opnieuw"
"""Purpose tag of what rotations do to a pseudonym; its own purpose is already inside."""
MIN_DISTINCT_BYTES = 12  # 32 random bytes have fewer with a chance below 1e-17
KEY_FILE_VARIABLE = "TOELEIDING_KEY_FILE"


@dataclass(frozen=True)
class Sleutel:
    """A pseudonym key. Its secrets are never shown: not by repr, not in a record, not in an error."""

    secret: bytes = field(repr=False)
    latere: tuple[bytes, ...] = field(default=(), repr=False)
    """The secrets that rotations added, oldest first."""

    @property
    def id(self) -> str:
        """Twelve hex digits that name the key without telling anything of it."""
        first = hmac.new(self.secret, b"toeleiding key id", hashlib.sha256).hexdigest()
        return self._once_more(first)[:12]

    @property
    def stam(self) -> Sleutel:
        """The key as it was first made. A rotation does not change it, nor how rows are read."""
        return Sleutel(self.secret)

    @property
    def eerdere(self) -> tuple[Sleutel, ...]:
        """The keys that this one was before its rotations, oldest first."""
        return tuple(Sleutel(self.secret, self.latere[:n]) for n in range(len(self.latere)))

    def rotated(self, secret: bytes) -> Sleutel:
        """The key with one more secret."""
        return Sleutel(self.secret, (*self.latere, secret))

    def after(self, eerdere: Sleutel) -> tuple[bytes, ...]:
        """The secrets that this key has more than an earlier one of its chain."""
        return self.latere[len(eerdere.latere) :]

    def pseudonym(self, doel: str, waarde: str) -> str:
        """The pseudonym of one value, 64 hex digits; `doel` keeps hashes of different kinds apart."""
        message = f"{doel}{SEPARATOR}{waarde}".encode()
        return self._once_more(hmac.new(self.secret, message, hashlib.sha256).hexdigest())

    def _once_more(self, digest: str) -> str:
        for secret in self.latere:
            message = f"{OPNIEUW}{SEPARATOR}{digest}".encode()
            digest = hmac.new(secret, message, hashlib.sha256).hexdigest()
        return digest

    def install(self, con: duckdb.DuckDBPyConnection) -> None:
        """Give a connection the SQL macro `pseudoniem(doel, waarde)`: the same value as `pseudonym`.

        And `pseudoniem_kort(doel, waarde, cijfers)`, for what is kept with its first digits only: it is cut
        after every secret, so that `opnieuw` makes the same of what was kept. The key travels as session
        variables of an in-memory session, so it is never part of a statement, a file or a plan. NULL stays
        NULL.
        """
        first = _hmac_sql(con, 0, self.secret, "doel || chr(31) || waarde")
        whole, short = first, f"left({first}, cijfers)"
        for number, secret in enumerate(self.latere, start=1):
            whole = _once_more_sql(con, number, secret, whole)
            short = f"left({_once_more_sql(con, number, secret, short)}, cijfers)"
        con.execute(f"CREATE OR REPLACE TEMP MACRO pseudoniem(doel, waarde) AS {whole}")
        con.execute(f"CREATE OR REPLACE TEMP MACRO pseudoniem_kort(doel, waarde, cijfers) AS {short}")


def install_again(con: duckdb.DuckDBPyConnection, later: tuple[bytes, ...]) -> None:
    """Give a connection the SQL macro `opnieuw(pseudoniem)`: what a pseudonym becomes under later secrets.

    A short one stays as short as it is.
    """
    made = "pseudoniem"
    for number, secret in enumerate(later):
        made = f"left({_once_more_sql(con, number, secret, made)}, length(pseudoniem))"
    con.execute(f"CREATE OR REPLACE TEMP MACRO opnieuw(pseudoniem) AS {made}")


def _once_more_sql(con: duckdb.DuckDBPyConnection, number: int, secret: bytes, digest: str) -> str:
    return _hmac_sql(con, number, secret, f"'{OPNIEUW}' || chr(31) || {digest}")


def _hmac_sql(con: duckdb.DuckDBPyConnection, number: int, secret: bytes, message: str) -> str:
    """SQL for the HMAC of a text under a secret that goes into the session as two variables."""
    inner, outer = f"sleutel_binnen_{number}", f"sleutel_buiten_{number}"
    for name, byte in ((inner, 0x36), (outer, 0x5C)):
        padded = bytes(b ^ byte for b in secret.ljust(BLOCK_BYTES, b"\0"))
        con.execute(f"SET VARIABLE {name} = ?::BLOB", [padded])
    return f"sha256(getvariable('{outer}') || unhex(sha256(getvariable('{inner}') || encode({message}))))"


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
        _write_private(path, sleutel)
    except FileExistsError as error:
        raise SleutelError(
            f"there is already a key at {path}",
            advice="keep it: follow-up of pupils only works with the key they were pseudonymised with",
        ) from error
    return sleutel


@contextmanager
def key_lock(path: Path) -> Iterator[None]:
    """Hold a key file from reading it until it is replaced: workspaces that share it have locks of their own.

    Raises LockError, at once, when another one holds it, and SleutelError when it cannot be held.
    """
    from filelock import FileLock, Timeout

    _refuse_none(path)
    lock = FileLock(f"{path}.lock", timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as fault:
        raise LockError(
            f"{path}: another workspace is rotating this key", "Wait until it is done, and call again."
        ) from fault
    except OSError as fault:
        raise SleutelError(
            f"the key at {path} cannot be locked: {fault.strerror}",
            "Make its folder one that you can write in, and call again.",
        ) from fault
    try:
        yield
    finally:
        lock.release()


def replace_key(path: Path, sleutel: Sleutel) -> None:
    """Put a rotated key in the place of the one it came from, in one step. Hold the key's lock.

    Raises OSError, and SleutelError when the file holds another key by now: the lock does not reach another
    machine on every disk, and what that one added is a secret that its deliveries cannot do without.
    """
    clear_beside(path)
    with replacing(path) as temporary:
        _write_private(temporary, sleutel)
        if read_key(path) != sleutel.eerdere[-1]:
            raise SleutelError(
                f"the key at {path} changed while it was being rotated, so it was left as it is",
                "Call again, when nobody else is at work with it.",
            )


def clear_unfinished(path: Path) -> None:
    """Clear what a killed rotation left beside a key file: secrets that are no key, or are one twice.

    What is there while somebody else is rotating is left alone. Raises SleutelError as `key_lock` does.
    """
    if not beside(path):
        return
    with suppress(LockError), key_lock(path):
        clear_beside(path)


def _write_private(path: Path, sleutel: Sleutel) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.writelines(f"{secret.hex()}\n" for secret in (sleutel.secret, *sleutel.latere))
        file.flush()
        os.fsync(file.fileno())


def read_key(path: Path) -> Sleutel:
    """Read and judge a key file; a missing, empty, weak or world-readable key is refused (exit 2)."""
    _refuse_none(path)
    check_private(path)
    lines = path.read_text(encoding="utf-8-sig", errors="replace").split() or [""]
    try:
        first, *later = [bytes.fromhex(line) for line in lines]
    except ValueError as error:
        raise SleutelError(
            f"{path} is not a pseudonym key",
            advice="expected 64 hexadecimal digits on one line, and a line more for each rotation",
        ) from error
    if any(_is_weak(secret) for secret in (first, *later)):
        raise SleutelError(
            f"the key at {path} is empty or too weak",
            advice=f"expected {KEY_BYTES} random bytes; make one with 'toeleiding key new'",
        )
    _refuse_repeated(path, [first, *later])
    return Sleutel(first, tuple(later))


def _refuse_repeated(path: Path, chain: list[bytes]) -> None:
    """No rotation adds a secret that is there already."""
    for number, secret in enumerate(chain, start=1):
        if (first := chain.index(secret) + 1) < number:
            raise SleutelError(
                f"{path} is not a pseudonym key: secret {number} repeats secret {first}",
                advice="take the copy out of the file, or put the key from the safe there",
            )


def _refuse_none(path: Path) -> None:
    if not path.is_file():
        raise SleutelError(
            f"no pseudonym key at {path}",
            advice="make one with 'toeleiding key new', or put the key of earlier years there",
        )


def _is_weak(secret: bytes) -> bool:
    return len(secret) != KEY_BYTES or len(set(secret)) < MIN_DISTINCT_BYTES


def refuse_other_key(made_with: Iterable[str], *sleutels: Sleutel) -> None:
    """Raise SleutelError when the deliveries that count were made with none of these keys, the last today's.

    made_with: ids of keys.
    """
    others = sorted(set(made_with) - {sleutel.id for sleutel in sleutels})
    if others:
        raise SleutelError(
            f"the accepted deliveries were made with key {', '.join(others)}, and this is key"
            f" {sleutels[-1].id}",
            advice="use that key: with another one no pupil can be followed from one delivery to the next;"
            " after 'toeleiding key rotate' a copy of the key from before no longer serves",
        )


def check_private(path: Path) -> None:
    """Refuse a key that others on this machine can read (not judged on Windows, which has no such mode)."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if sys.platform != "win32" and mode & 0o077:
        raise SleutelError(
            f"the key at {path} can be read by others (mode {mode:04o})", advice=f"chmod 600 '{path}'"
        )
