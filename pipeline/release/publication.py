"""A release on disk: content-named Parquet files and release.json, which names them and their hashes.

Writing puts new files beside the old ones and then replaces release.json in one step, so a reader has the old
release or the new one. Opening reads everything into memory and trusts nothing that the manifest does not
vouch for.
"""

import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.gate.check import refuse_faults
from pipeline.release.allowlist import Kind, allowed_tables, check_columns, check_meta, check_tables
from pipeline.workspace.atomic import write_bytes, write_text
from pipeline.workspace.errors import ReleaseGeweigerd
from pipeline.workspace.folders import MANIFEST
from pipeline.workspace.record import stable_json

_FILES = "files"
_HASH_DIGITS = 12
_NAME = re.compile(rf"^([a-z_]+)-([0-9a-f]{{{_HASH_DIGITS}}})\.parquet$")
_ARROW = {"text": pa.string(), "count": pa.int64(), "number": pa.float64(), "flag": pa.bool_()}
_AGAIN = "Make the release again: toeleiding run."


@dataclass(frozen=True)
class Release:
    """An opened release: what the manifest says, and the tables, in memory and verified.

    sha256: of release.json, and through it of every table; what a report names as its source.
    """

    meta: Mapping[str, Any]
    sha256: str
    _content: Mapping[str, bytes]

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables, in alphabetical order."""
        return tuple(sorted(self._content))

    def table(self, name: str) -> pd.DataFrame:
        """A table: counts as Int64 (missing where hidden), numbers as float64, flags as bool, text as str.

        Raises KeyError for a table that the release does not have.
        """
        if name not in self._content:
            raise KeyError(f"this release has no table {name!r}; it has {', '.join(self.tables)}")
        arrow = pq.read_table(pa.BufferReader(self._content[name]))
        frame: pd.DataFrame = arrow.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
        return frame


def write_release(folder: Path, tables: Mapping[str, pd.DataFrame], meta: Mapping[str, Any]) -> Release:
    """Write a release and open it. The same tables and meta give the same bytes, whatever the order of rows.

    Raises ReleaseGeweigerd for anything that is not on the allow-list; then the release that was there stays.
    """
    check_tables(tables)
    check_meta(meta)
    content = {name: _parquet(name, frame) for name, frame in sorted(tables.items())}
    files = {name: _entry(name, found) for name, found in content.items()}
    manifest = stable_json({**meta, _FILES: files})
    refuse_faults(
        [(MANIFEST, manifest.encode()), *((files[name]["file"], found) for name, found in content.items())],
        ReleaseGeweigerd,
    )
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in content.items():
        write_bytes(folder / files[name]["file"], found)
    write_text(folder / MANIFEST, manifest)
    _clean(folder, {entry["file"] for entry in files.values()})
    return open_release(folder)


def open_release(folder: Path) -> Release:
    """Open a release. Raises ReleaseGeweigerd when it is not there, not whole or not what it should be."""
    for last in (False, True):  # a run may have replaced the release between reading manifest and files
        text, manifest = _read_manifest(folder)
        try:
            content = {name: _read(folder, name, entry) for name, entry in manifest[_FILES].items()}
        except FileNotFoundError as fault:
            if last or text == (folder / MANIFEST).read_bytes():
                raise ReleaseGeweigerd(f"{fault.filename}: the release lacks this file", _AGAIN) from fault
        else:
            meta = {name: value for name, value in manifest.items() if name != _FILES}
            return Release(meta, hashlib.sha256(text).hexdigest(), content)
    raise AssertionError("unreachable")


def _parquet(name: str, frame: pd.DataFrame) -> bytes:
    check_columns(name, frame.columns)
    columns = allowed_tables()[name]
    schema = pa.schema([(column, _ARROW[kind]) for column, kind in columns.items()])
    typed = pd.DataFrame({column: _typed(name, frame[column], kind) for column, kind in columns.items()})
    ordered = typed.sort_values(list(columns), na_position="last", ignore_index=True)
    table = pa.Table.from_pandas(ordered, schema=schema, preserve_index=False).replace_schema_metadata(None)
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", store_schema=False)
    return buffer.getvalue()


def _typed(table: str, values: "pd.Series[Any]", kind: Kind) -> "pd.Series[Any]":
    """The column as its kind; a value that would have to change for it is refused."""
    dtypes: dict[Kind, Any] = {"text": "str", "count": "Int64", "number": "float64", "flag": "bool"}
    try:
        if _fits(values, kind):
            return values.astype(dtypes[kind])
    except TypeError:  # a count with a fraction
        pass
    raise ReleaseGeweigerd(f"table {table}, column {values.name}: not a {kind}")


def _fits(values: "pd.Series[Any]", kind: Kind) -> bool:
    known = values.dropna()
    if kind == "text":
        return all(isinstance(value, str) for value in known)
    if kind == "flag":
        return pd.api.types.is_bool_dtype(values.dtype) and len(known) == len(values)
    numeric = pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype)
    return numeric or known.empty


def _entry(name: str, content: bytes) -> dict[str, str]:
    digest = hashlib.sha256(content).hexdigest()
    return {"file": f"{name}-{digest[:_HASH_DIGITS]}.parquet", "sha256": digest}


def _clean(folder: Path, keep: set[str]) -> None:
    for path in sorted(folder.glob("*.parquet")):
        if _NAME.match(path.name) and path.name not in keep:
            try:
                path.unlink()
            except PermissionError:  # Windows: a reader has it open; the next run clears it
                continue


def _read_manifest(folder: Path) -> tuple[bytes, dict[str, Any]]:
    path = folder / MANIFEST
    try:
        text = path.read_bytes()
        manifest = json.loads(text)
    except FileNotFoundError as fault:
        raise ReleaseGeweigerd(f"{folder}: there is no release here", "Make one: toeleiding run.") from fault
    except ValueError as fault:
        raise ReleaseGeweigerd(f"{path}: not a manifest of a release", _AGAIN) from fault
    if not isinstance(manifest, dict) or not isinstance(manifest.get(_FILES), dict):
        raise ReleaseGeweigerd(f"{path}: not a manifest of a release", _AGAIN)
    check_tables(manifest[_FILES])
    check_meta({name: value for name, value in manifest.items() if name != _FILES})
    return text, manifest


def _read(folder: Path, name: str, entry: object) -> bytes:
    fields = entry if isinstance(entry, dict) else {}
    file, digest = str(fields.get("file")), str(fields.get("sha256"))
    match = _NAME.match(file)
    if match is None or match.groups() != (name, digest[:_HASH_DIGITS]):
        raise ReleaseGeweigerd(f"{folder / MANIFEST}: {name} does not name its file and hash", _AGAIN)
    content = (folder / file).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ReleaseGeweigerd(f"{folder / file}: changed since it was released", _AGAIN)
    _check_schema(folder / file, name, content)
    return content


def _check_schema(path: Path, name: str, content: bytes) -> None:
    try:
        schema = pq.read_schema(pa.BufferReader(content))
    except pa.ArrowInvalid as fault:
        raise ReleaseGeweigerd(f"{path}: not a Parquet file", _AGAIN) from fault
    check_columns(name, schema.names)
    wrong = [c for c, kind in allowed_tables()[name].items() if schema.field(c).type != _ARROW[kind]]
    if wrong:
        raise ReleaseGeweigerd(f"{path}, column {', '.join(wrong)}: not of its kind", _AGAIN)
