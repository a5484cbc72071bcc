"""Every test, in two processes side by side, each with a Neo4j of its own: most that write to it, and the others.

What is given is handed on to pytest. Ends with 1 where a test of either failed.
"""

import subprocess
import sys
import tempfile

HALVES = ("not writes or early", "writes and not early")


def command(half: str, arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", "-m", half, "-o", f"cache_dir=.pytest_cache/{half.split()[0]}", *arguments]


def main(arguments: list[str]) -> int:
    """The first half is seen as it runs, the second once it has ended."""
    with tempfile.TemporaryFile("w+") as told:
        second = subprocess.Popen(command(HALVES[1], arguments), stdout=told, stderr=subprocess.STDOUT)
        try:
            first = subprocess.run(command(HALVES[0], arguments), check=False).returncode
            ended = second.wait()
        finally:
            second.terminate()
            second.wait()
        told.seek(0)
        sys.stdout.write(told.read())
    return 1 if any(code not in (0, 5) for code in (first, ended)) or first == ended == 5 else 0  # 5: none was asked for


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
