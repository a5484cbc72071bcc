"""A written bank as its silos' files and its truth, read by hand: neither the sources nor the generator are asked."""

import csv
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet

parquet: Any = pyarrow.parquet
Told = dict[str, Any]


class Written:
    """`key` says whom a record id speaks of, by the truth."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        parties = self.truth("people") + self.truth("companies")
        self.key = {one["record"]: one["who"] for one in self.truth("errors") if one["refused"]}
        self.key |= {id_: one["key"] for one in parties for group in one["records"] for id_ in group}

    def truth(self, name: str) -> list[Told]:
        return self._json(f"truth/{name}.jsonl")

    def head(self) -> Told:
        return json.loads((self.directory / "truth" / "bank.json").read_text("utf-8"))

    def said(self, name: str, silo: str) -> list[Told]:
        """The facts of one kind that a silo says."""
        return [fact for fact in self.truth(name) if silo in fact["said"]]

    def unread(self) -> set[str]:
        """Ids of records that no party comes of: their only row is refused."""
        return {one["record"] for one in self.truth("errors") if one["refused"] and one["fault"] == "CHECK_DIGIT"}

    def crm(self, name: str, day: str = "") -> list[Told]:
        return self._json(f"{day}crm/{name}.jsonl")

    def core(self, name: str, day: str = "") -> list[dict[str, str]]:
        head, *lines = (self.directory / f"{day}core/{name}.txt").read_text("gb18030").splitlines()
        return [dict(zip(head.split("|"), line.split("|"), strict=True)) for line in lines]

    def cards(self, name: str) -> list[bytes]:
        return (self.directory / f"cards/{name}.DAT").read_bytes().splitlines()

    def wealth(self, name: str) -> list[Told]:
        return self._json(f"wealth/{name}.jsonl")

    def register(self) -> "ElementTree.Element[str]":
        return ElementTree.parse(self.directory / "register" / "enterprises.xml").getroot()  # noqa: S314 - written by the test

    def table(self, name: str) -> list[Told]:
        return parquet.read_table(self.directory / f"{name}.parquet").to_pylist()

    def calls(self, name: str) -> list[Told]:
        return self._json(f"calls/{name}.jsonl")

    def bureau(self) -> "ElementTree.Element[str]":
        return ElementTree.parse(self.directory / "bureau" / "reports.xml").getroot()  # noqa: S314 - written by the test

    def tax(self, name: str) -> list[dict[str, str]]:
        with (self.directory / "tax" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def contact(self, id_: str) -> str:
        return self.key[f"crm:{id_}"]

    def customer(self, number: str) -> str:
        return self.key[f"core:{number}"]

    def first(self) -> set[str]:
        """The customer numbers of people, without the second one of those who have two."""
        return {id_ for one in self.truth("people") for id_ in one["records"][0] if id_.startswith("core:")}

    def registered(self, element: "ElementTree.Element[str]") -> str:
        """The owner or officer that an element of the register names."""
        return self.key[f"register:{element.get('enterprise') or element.get('person')}"]

    def _json(self, path: str) -> list[Told]:
        return [json.loads(line) for line in (self.directory / path).read_text("utf-8").splitlines()]
