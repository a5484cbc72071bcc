"""Tests in two processes side by side, each with a Neo4j of its own: most that write to it, and the others.

Those that take a minute or more each are left out, unless `long` is given: then only they are run. What else is given is handed on to
pytest. Ends with 1 where a test of either failed.
"""

import subprocess
import sys
import tempfile

HALVES = ("(not writes or early) and {}", "writes and not early and {}")
LONG = "long"


def command(half: int, arguments: list[str]) -> list[str]:
    which, handed = (LONG, arguments[1:]) if arguments[:1] == [LONG] else (f"not {LONG}", arguments)
    return [sys.executable, "-m", "pytest", "-m", HALVES[half].format(which), "-o", f"cache_dir=.pytest_cache/{half}", *handed]


def main(arguments: list[str]) -> int:
    """The first half is seen as it runs, the second once it has ended."""
    with tempfile.TemporaryFile("w+") as told:
        second = subprocess.Popen(command(1, arguments), stdout=told, stderr=subprocess.STDOUT)
        try:
            first = subprocess.run(command(0, arguments), check=False).returncode
            ended = second.wait()
        finally:
            second.terminate()
            second.wait()
        told.seek(0)
        sys.stdout.write(told.read())
    return 1 if any(code not in (0, 5) for code in (first, ended)) or first == ended == 5 else 0  # 5: none was asked for


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
