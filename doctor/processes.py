"""Which process holds a file, and which works in a folder, as the system tells it; nothing is taken to find out."""

from pathlib import Path

LOCKS, PROCESSES = Path("/proc/locks"), Path("/proc")
INODE, PROCESS = 5, 4  # words of a line, as `1: FLOCK ADVISORY WRITE 4711 fe:00:10216145 0 EOF`


def known() -> bool:
    """Whether this system tells."""
    return LOCKS.is_file()


def holder(file: Path) -> int | None:
    """The number of the process that has locked a file; None where none has, or the file is not there."""
    try:
        inode = str(file.stat().st_ino)
    except FileNotFoundError:
        return None
    for line in LOCKS.read_text().splitlines():
        words = line.split()
        if words[1] == "FLOCK" and words[INODE].rpartition(":")[2] == inode:
            return int(words[PROCESS])
    return None


def named(process: int) -> str:
    """`process 4711 (c360)`."""
    try:
        return f"process {process} ({(PROCESSES / str(process) / 'comm').read_text().strip()})"
    except OSError:
        return f"process {process}"


def working_in(folder: Path) -> list[int]:
    """The processes whose own folder this is."""
    found = list[int]()
    for each in PROCESSES.iterdir() if folder.is_dir() else ():
        if each.name.isdigit():
            try:
                here = (each / "cwd").readlink() == folder.resolve()
            except OSError:  # it has gone, or is another user's
                continue
            found += [int(each.name)] if here else []
    return sorted(found)
