"""A disk that loses power: what of a program's writes is there afterwards.

The strict reading of what an operating system promises. What was written to a file is sure once that file has been
synced; that a name was made, moved or taken away is sure once its folder has been synced. Whatever was not sure may
be there or not, each write by itself and in sectors of 512 bytes, the later ones without the earlier; names alone
keep their order, as every journalling file system does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from random import Random
from typing import NamedTuple

# System calls that a recording needs, and strace's options for it: all strings whole, and in hexadecimal.
KINDS = (
    "openat",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "ftruncate",
    "fallocate",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "link",
    "linkat",
    "mmap",
)
OPTIONS = ("-xx", "-s", "4000000")
SECTOR = 512
_HEX = re.compile(r"\\x([0-9a-f]{2})")
_LINE = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)", re.S)
_FD = re.compile(r"\d+<([^>]*)>")


class Op(NamedTuple):
    """What a program did to a disk.

    Attributes:
        kind: write, truncate, sync, create, unlink, rename, or mark: what came before is kept, says the program.
        path: of the file, or of the folder that is synced.
        at: offset, or the new size.
    """

    kind: str
    path: str
    at: int = 0
    data: bytes = b""
    to: str = ""


class UnknownCallError(Exception):
    """The recording holds something that this disk does not understand: it would prove nothing."""


@dataclass(slots=True)
class _File:
    sure: bytearray = field(default_factory=bytearray)
    unsure: list[Op] = field(default_factory=list)


class Disk:
    """A disk, to which is done what was recorded.

    Args:
        files: what is on it for sure.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self._sure = {path: _File(bytearray(content)) for path, content in files.items()}
        self._names = dict(self._sure)
        self._unsure: list[tuple[str, str, _File | None]] = []

    def do(self, op: Op) -> None:
        """Do what was recorded; nothing is sure before it is synced."""
        match op.kind:
            case "create" if op.path not in self._names:
                self._name(op.path, _File())
            case "unlink":
                self._name(op.path, None)
            case "rename":
                moved = self._names[op.path]
                self._name(op.to, moved)
                self._name(op.path, None)
            case "write" | "truncate":
                self._names[op.path].unsure.append(op)
            case "sync" if op.path in self._names:
                file = self._names[op.path]
                for one in file.unsure:
                    _apply(file.sure, one)
                file.unsure.clear()
            case "sync":
                self._sync_folder(op.path)

    def _name(self, path: str, file: _File | None) -> None:
        _put(self._names, path, file)
        self._unsure.append(("name", path, file))

    def _sync_folder(self, folder: str) -> None:
        left = []
        for change in self._unsure:
            if str(PurePosixPath(change[1]).parent) == folder:
                _put(self._sure, change[1], change[2])
            else:
                left.append(change)
        self._unsure = left

    def without_the_unsure(self) -> dict[str, bytes]:
        """Return the files if nothing is there but what is sure."""
        return {path: bytes(file.sure) for path, file in self._sure.items()}

    def with_all(self) -> dict[str, bytes]:
        """Return the files if everything arrived: what another program sees while there is power."""
        return {path: _content(file, file.unsure) for path, file in self._names.items()}

    def with_some(self, draw: Random) -> dict[str, bytes]:
        """Return the files if some of what was not sure arrived, torn at sectors."""
        names = dict(self._sure)
        for _, path, file in self._unsure[: draw.randint(0, len(self._unsure))]:
            _put(names, path, file)
        chance = draw.choice((0.1, 0.5, 0.9))
        return {
            path: _content(file, [piece for op in file.unsure for piece in _torn(op, draw, chance)])
            for path, file in names.items()
        }


def _put(names: dict[str, _File], path: str, file: _File | None) -> None:
    if file is None:
        names.pop(path, None)
    else:
        names[path] = file


def _content(file: _File, ops: Sequence[Op]) -> bytes:
    content = bytearray(file.sure)
    for op in ops:
        _apply(content, op)
    return bytes(content)


def _apply(content: bytearray, op: Op) -> None:
    if op.kind == "truncate":
        content[op.at :] = bytes(max(0, op.at - len(content)))
        return
    content.extend(bytes(max(0, op.at - len(content))))
    content[op.at : op.at + len(op.data)] = op.data


def _torn(op: Op, draw: Random, chance: float) -> Iterator[Op]:
    if op.kind == "truncate":
        if draw.random() < chance:
            yield op
        return
    start = op.at
    while start < op.at + len(op.data):
        end = min((start // SECTOR + 1) * SECTOR, op.at + len(op.data))
        if draw.random() < chance:
            yield op._replace(at=start, data=op.data[start - op.at : end - op.at])
        start = end


def read_recording(lines: Sequence[str], folder: str, mark: bytes) -> list[Op]:
    """Return what a trace tells of the files right below a folder, in order.

    Args:
        mark: what the program writes, anywhere, when it holds something for kept.

    Raises:
        UnknownCallError: a call on these files that is not understood, or that two threads made at a time.
    """
    ops = []
    hexed = "".join(f"\\x{byte:02x}" for byte in folder.encode())
    for line in lines:
        found = _LINE.match(line)
        here = hexed in line or folder in line
        if not found:
            if here and "SIG" not in line:
                raise UnknownCallError(line[:200])
            continue
        kind, rest, result = found[1], _plain(found[2]), int(found[3])
        if result >= 0 and (here or kind == "write"):
            ops += _ops(kind, rest, result, mark)
    return [
        op
        for op in ops
        if op.kind == "mark" or str(PurePosixPath(op.path).parent) == folder or op.path == folder
    ]


def _plain(rest: str) -> str:
    """Return the arguments with names as text; bytes become characters of the same number."""
    return _HEX.sub(lambda found: chr(int(found[1], 16)), rest)


def _ops(kind: str, rest: str, result: int, mark: bytes) -> list[Op]:
    fd = _FD.match(rest)
    path = _text(fd[1]) if fd else ""
    match kind:
        case "pwrite64":
            data = rest[rest.index('"') + 1 : rest.rindex('"')].encode("latin-1")
            at = int(rest.rpartition(",")[2])
            return [Op("write", path, at, data[:result])]
        case "write":
            said = rest[rest.index('"') + 1 : rest.rindex('"')].encode("latin-1")
            return [Op("mark", "")] if said == mark else []
        case "ftruncate":
            return [Op("truncate", path, int(rest.rpartition(",")[2]))]
        case "fsync" | "fdatasync":
            return [Op("sync", path)]
        case "openat":
            name = _text(rest[rest.index('"') + 1 : rest.rindex('"')])
            return [Op("create", name)] if "O_CREAT" in rest else []
        case "unlink" | "unlinkat":
            return [Op("unlink", _text(rest[rest.index('"') + 1 : rest.rindex('"')]))]
        case "rename":
            _, old, _, new, _ = rest.split('"')
            return [Op("rename", _text(old), to=_text(new))]
        case "mmap" if "-shm>" in rest or "MAP_SHARED" not in rest:
            return []
    raise UnknownCallError(f"{kind}({rest[:100]}")


def _text(name: str) -> str:
    return name.encode("latin-1").decode("utf-8")
