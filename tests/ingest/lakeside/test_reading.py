"""Lakeside Bank's sources read what its silos deliver: every row, without a refusal."""

from pathlib import Path

import pytest

from ingest.delivery import Delivery
from ingest.lakeside.bundle import deliveries
from ingest.lakeside.deliver import write
from ingest.quarantine import Quarantine
from ingest.sources import source
from ingest.spool import Spool

ROWS = {
    "lakeside-core": {
        "units": 8, "employees": 14, "products": 18, "persons": 55, "organisations": 7, "accounts": 85, "holders": 110,
        "payroll": 17, "movements": 2850,
    },
    "lakeside-cards": {"products": 3, "cards": 16, "movements": 168},
    "lakeside-wealth": {"products": 11, "clients": 45, "positions": 26},
    "lakeside-crm": {
        "contacts": 59, "companies": 8, "households": 8, "relations": 36, "employment": 6, "coverage": 63,
        "acquaintances": 8, "ownership": 17, "officers": 17, "opportunities": 7, "stakeholders": 20, "trade": 5, "banks": 3,
        "elsewhere": 5, "interactions": 32, "events": 12,
    },
    "lakeside-register": {"persons": 15, "enterprises": 9},
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_every_row_is_read_and_none_is_refused(name: str, tmp_path: Path) -> None:
    write(tmp_path / "bank")
    folder = dict(deliveries(tmp_path / "bank"))[name]
    with Spool(tmp_path / "spool") as spool, Quarantine(tmp_path / "quarantine") as broken:
        delivery = Delivery(source(name), folder)
        list(delivery.read(spool, broken))
    assert {table: counts.accepted for table, counts in delivery.counts.items()} == ROWS[name]
    assert not broken.reasons
