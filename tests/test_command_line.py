"""The command line as a person meets it: one clear line, the right exit code."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ingest import lakeside
from runtime.local.engines import Engines

ROOT = Path(__file__).parent.parent
ACCOUNTS = "account.asc"


def c360(*arguments: str, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("C360_", "NEO4J_", "REDIS_"))}
    return subprocess.run(
        [sys.executable, "-m", "c360", *arguments], cwd=ROOT, env={**clean, "C360_HOME": str(home), "COLUMNS": "200", **env},
        capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def line(result: subprocess.CompletedProcess[str]) -> str:
    """The one line a fault is told in."""
    told = [each for each in result.stderr.splitlines() if each.startswith("Error:")]
    assert len(told) == 1, result.stderr
    assert "Traceback" not in result.stderr
    return told[0]


@pytest.fixture
def reached(engines: Engines) -> dict[str, str]:
    return {"NEO4J_URI": engines.neo4j_uri, "NEO4J_USER": engines.neo4j_user, "NEO4J_PASSWORD": engines.neo4j_password}


def test_help_names_every_command(tmp_path: Path):
    result = c360("--help", home=tmp_path)
    assert result.returncode == 0
    for command in (
        "demo",
        "serve",
        "ingest",
        "passes",
        "pass",
        "doctor",
        "quarantine",
        "redrive",
        "digest",
        "token",
        "schema",
        "migrate",
        "bench",
        "settings",
        "sources",
        "contract",
        "new-source",
        "resolve",
        "judge",
        "why",
        "how",
        "match",
    ):
        assert command in result.stdout


def test_a_contract_is_printed_as_the_standard_writes_it(tmp_path: Path):
    printed, as_json = c360("contract", "lakeside-tax", home=tmp_path), c360("contract", "lakeside-tax", "--json", home=tmp_path)
    assert "logicalType: date" in printed.stdout and "统一社会信用代码" in printed.stdout
    assert json.loads(as_json.stdout)["slaProperties"][0]["value"] == 92
    assert "choose one of" in line(c360("contract", "nobody", home=tmp_path))


def test_silos_are_listed_with_a_graph_and_without(tmp_path: Path):
    alone = c360("sources", "--json", home=tmp_path)
    assert {silo["spokeOf"] for silo in json.loads(alone.stdout)} == {None}
    silent = c360("sources", home=tmp_path, NEO4J_URI="bolt://127.0.0.1:1")
    assert (silent.returncode, "lakeside-loans" in silent.stdout, "is not known" in silent.stderr) == (0, True, True)


def test_a_source_is_drafted_to_a_file_that_is_not_there_yet(tmp_path: Path):
    sample, to = tmp_path / "shop.csv", tmp_path / "shop.py"
    sample.write_text("customer_id,name\nC1,Ada\n", encoding="utf-8")
    first, again = (
        c360("new-source", str(sample), "--to", str(to), home=tmp_path),
        c360("new-source", str(sample), "--to", str(to), home=tmp_path),
    )
    assert (first.returncode, first.stdout, "every row (1)" in first.stderr) == (0, "", True)
    assert (again.returncode, "is there already" in line(again)) == (2, True)
    assert c360("new-source", str(sample), home=tmp_path).stdout == to.read_text(encoding="utf-8")
    missing = c360("new-source", str(tmp_path / "nowhere.csv"), home=tmp_path)
    assert (missing.returncode, "There is no" in line(missing), missing.stdout) == (4, True, "")


def test_a_token_is_one_word_that_the_next_command_also_signs(tmp_path: Path):
    first, second = c360("token", home=tmp_path), c360("token", "--role", "PARTNER", "--org", "HQ/SUZHOU", home=tmp_path)
    assert first.returncode == second.returncode == 0
    assert len(first.stdout.split()) == 1 and first.stdout != second.stdout


def test_the_schema_is_printed(tmp_path: Path):
    assert c360("schema", home=tmp_path).stdout == (ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "env", "says", "code"),
    [
        (("serve",), {}, "NEO4J_URI is not set", 2),
        (("serve",), {"C360_PORT": "eighty"}, "C360_PORT is wrong", 2),
        (("digest",), {"NEO4J_URI": "bolt://127.0.0.1:1"}, "Neo4j does not answer", 3),
        (("token",), {"C360_TOKEN_SECRET": "short"}, "C360_TOKEN_SECRET is too short", 2),
    ],
)
def test_what_is_not_set_right_is_told_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...], env: dict[str, str], says: str, code: int
):
    result = c360(*arguments, home=tmp_path, **env)
    assert says in line(result)
    assert result.returncode == code


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use_is_told_before_anything_starts(tmp_path: Path, command: str):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = c360(command, "--port", port, home=tmp_path, **({"NEO4J_URI": "bolt://127.0.0.1:1"} if command == "serve" else {}))
    assert f"Port {port}" in line(result) and "--port" in line(result)
    assert result.returncode == 2
    assert not (tmp_path / "neo4j-5.26").exists()


def test_a_refused_password_names_its_setting(tmp_path: Path, reached: dict[str, str]):
    result = c360("digest", home=tmp_path, **{**reached, "NEO4J_PASSWORD": "wrong"})
    assert "NEO4J_PASSWORD" in line(result)
    assert result.returncode == 2


def test_a_silo_that_is_not_there_is_told_with_those_that_are(tmp_path: Path, empty: object, reached: dict[str, str]):
    result = c360("ingest", "nobody", str(tmp_path), home=tmp_path, **reached)
    assert "nobody" in line(result) and "berka" in line(result)
    assert result.returncode == 2


def broken(folder: Path, how: str) -> None:
    """Spoils a delivery of Berka."""
    accounts = folder / ACCOUNTS
    text = accounts.read_bytes()
    match how:
        case "a folder without the tables":
            shutil.rmtree(folder)
            folder.mkdir()
        case "a folder that is not there":
            shutil.rmtree(folder)
        case "a table missing":
            accounts.unlink()
        case "a table cut in the middle":
            accounts.write_bytes(text[: len(text) // 2 - 3])
        case "another separator":
            accounts.write_bytes(text.replace(b";", b","))
        case "half of the rows":
            accounts.write_bytes(b"".join(text.splitlines(keepends=True)[:2000]))
        case _:
            accounts.write_bytes(b"\xff\xfe" + text.decode().encode("utf-16-le"))


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("a folder without the tables", "account"),
        ("a folder that is not there", "not"),
        ("a table missing", ACCOUNTS),
        ("a table cut in the middle", ACCOUNTS),
        ("another separator", "separator"),
        ("half of the rows", "rows"),
        ("another encoding", ACCOUNTS),
    ],
)
async def test_a_delivery_that_cannot_be_right_is_refused_whole(
    tmp_path: Path, data: Path, empty: object, reached: dict[str, str], how: str, says: str
):
    folder = tmp_path / "delivery"
    shutil.copytree(data / "berka", folder)
    for path in (folder, *folder.iterdir()):
        path.chmod(0o700)
    broken(folder, how)
    result = c360("ingest", "berka", str(folder), home=tmp_path / "home", **reached)
    assert says in line(result)
    assert result.returncode == 4
    labels = await empty.rows("MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label")  # pyright: ignore
    assert {label for (label,) in labels} <= {"Migration", "Pass", "Lock"}


def test_a_delivery_by_the_command_line_twice_is_one_graph_and_one_digest(tmp_path: Path, empty: object, reached: dict[str, str]):
    lakeside.write(tmp_path / "story")
    core = str(tmp_path / "story" / "core")
    first = c360("ingest", "lakeside-core", core, "--json", home=tmp_path, **reached)
    assert first.returncode == 0, first.stderr
    (report,) = json.loads(first.stdout)
    assert report["rows"]["read"] == report["rows"]["accepted"] > 1_000
    digest = c360("digest", home=tmp_path, **reached)
    second = c360("ingest", "lakeside-core", core, "--json", home=tmp_path, **reached)
    (again,) = json.loads(second.stdout)
    assert (again["total"]["new"], again["total"]["changed"]) == (0, 0)
    after = c360("digest", "--json", home=tmp_path, **reached)
    assert json.loads(after.stdout) == {"digest": digest.stdout.strip()}
    assert len(digest.stdout.strip()) == 32


def test_the_demo_bank_is_written_in_the_size_and_by_the_seed_that_are_asked_for(tmp_path: Path):
    done = c360("new-bank", str(tmp_path / "bank"), "--size", "300", "--seed", "7", home=tmp_path)
    assert f"c360 ingest lakeside {tmp_path / 'bank'}" in done.stdout
    head = json.loads((tmp_path / "bank" / "truth" / "bank.json").read_text("utf-8"))
    assert (head["size"], head["seed"], head["customers"]) == ("300", 7, 300)
    refused = c360("new-bank", str(tmp_path / "other"), "--size", "planet", home=tmp_path)
    assert refused.returncode != 0
    assert "choose one of story, 10k, 100k, 1m, or a number of customers from 62 to 4000000" in refused.stderr.replace("\n", " ")


def test_every_row_of_a_delivery_is_accounted_for_and_those_refused_are_listed(
    tmp_path: Path, empty: object, reached: dict[str, str]
):
    story = tmp_path / "story"
    lakeside.write(story)
    people = story / "core" / "CUS_PER.txt"
    lines = people.read_bytes().splitlines(keepends=True)
    people.write_bytes(b"".join([lines[0], lines[1].replace(b"|CHN|", b"|XYZ|"), *lines[2:]]))
    report = json.loads(c360("ingest", "lakeside-core", str(people.parent), "--json", home=tmp_path, **reached).stdout)[0]

    (told,) = json.loads(c360("passes", "--json", home=tmp_path, **reached).stdout)
    assert told["id"] == report["pass"] and told["source"] == "core" and told["state"] == "COMPLETE"
    assert told["rowsRead"] == told["rowsAccepted"] + told["rowsQuarantined"] == report["rows"]["read"]
    assert told["id"] in c360("passes", home=tmp_path, **reached).stdout

    listed = c360("quarantine", told["id"], home=tmp_path, **reached).stdout
    assert "NATN" in listed and "UNKNOWN_CODE" in listed and "XYZ" not in listed
    rows = [json.loads(each) for each in c360("quarantine", told["id"], "--rows", home=tmp_path, **reached).stdout.splitlines()]
    (broken,) = [row for row in rows if row["reason"] == "UNKNOWN_CODE"]
    assert broken["line"] == 2
    assert len(rows) >= told["rowsQuarantined"] == 1
    assert "Nothing is in quarantine" in c360("quarantine", "no-such-pass", home=tmp_path, **reached).stdout

    assert "Name a field" in c360("redrive", broken["id"], "--set", "NATN", home=tmp_path, **reached).stderr
    assert "There is no row" in c360("redrive", "nothing-1", home=tmp_path, **reached).stderr
    redriven = c360("redrive", broken["id"], "--set", "NATN=CHN", "--json", home=tmp_path, **reached)
    assert "All were matched anew" not in redriven.stderr and "were looked at" in redriven.stderr  # as an ingest ends
    driven, found = json.loads(redriven.stdout)
    assert (driven["redrives"], driven["rows"]["accepted"]) == (1, 1)
    assert found["redrives"] == found["rows"]["accepted"] == len(rows) - 1  # what had waited for the customer
    assert broken["id"] not in c360("quarantine", home=tmp_path, **reached).stdout
    assert "waits no more" in c360("redrive", broken["id"], home=tmp_path, **reached).stderr


@pytest.mark.parametrize("command", [["token"], ["passes"]])
def test_a_home_that_a_later_version_wrote_is_told_and_not_touched(tmp_path: Path, command: list[str]):
    (tmp_path / "version").write_text("99\n")
    refused = c360(*command, home=tmp_path)
    assert refused.returncode == 2
    assert "was written by a later version of c360" in line(refused)
    assert [each.name for each in tmp_path.iterdir()] == ["version"]
