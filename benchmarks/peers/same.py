"""Whether the peer's answer is the gateway's, under the gateway's names."""

from pathlib import Path
from typing import Any

from graph import money
from graph.identity import global_id

VIEW = (Path(__file__).parent / "view.graphql").read_text(encoding="utf-8")
"""The measured view in the peer's words."""
OWN_IDS = {"PERSON": "Person:", "COMPANY": "Company:"}
Row = dict[str, Any]


def ours(data: Row) -> Row | None:
    """The data of the view as the gateway tells it; None where the peer found nobody.

    Names and ids are turned, minor units become money; what stands in a list of one becomes that one. Nothing is worked out.
    """
    found: list[Row] = data["parties"]
    return {"customer": _party(found[0])} if found else None


def _party(row: Row) -> Row:
    told = {**_fields(row, "partyId kind displayName isCustomer"), "id": global_id(OWN_IDS[row["kind"]], row["id"])}
    if row["kind"] == "PERSON":
        homes = [_household(edge["node"]) for edge in row["householdsConnection"]["edges"]]
        told |= _fields(row, "gender birthDate occupation") | {"household": homes[0] if homes else None}
    held = row["accountsConnection"]
    return told | {
        "residences": [{"usage": each["usage"], "address": _fields(each, "text city")} for each in row["residences"]],
        "balances": [
            {**each, "assets": _amount(each, "assets"), "liabilities": _amount(each, "liabilities")} for each in row["balances"]
        ],
        "products": [
            _fields(each, "accounts currency")
            | {"balance": _amount(each, "balance"), "product": _fields(each, "code name family")}
            for each in row["products"]
        ],
        "records": [
            {"recordId": e["node"]["id"], "system": e["node"]["system"], "matchedBy": e["properties"]["rule"]}
            for e in row["recordsConnection"]["edges"]
        ],
        "accounts": {"totalCount": held["totalCount"], "edges": [_holding(edge) for edge in held["edges"]]},
    }


def _household(row: Row) -> Row:
    members = row["membersConnection"]["edges"]
    return {
        "name": row["name"],
        "members": [{"role": e["properties"]["role"], "person": _named("Person:", e["node"])} for e in members],
    }


def _holding(edge: Row) -> Row:
    row, properties = edge["node"], edge["properties"]
    balance = row["balance"] if row["balance"] is not None else row["lastBalance"]
    account = _fields(row, "accountId kind status number currency opened") | {
        "id": global_id("Account:", row["id"]),
        "balance": _money(balance, row["currency"]),
        "principal": _money(row["principal"], row["currency"]),
        "product": row["product"][0] if row["product"] else None,
        "bookedAt": row["bookedAt"][0] if row["bookedAt"] else None,
        "holders": {
            "edges": [
                {"role": e["properties"]["role"], "node": _named(OWN_IDS[e["node"]["kind"]], e["node"])}
                for e in row["holdersConnection"]["edges"]
            ]
        },
        "transactions": {"edges": [{"node": _transaction(each)} for each in row["transactions"]]},
        "monthlyFlows": [_month(each) for each in row["monthlyFlows"]],
    }
    return {"role": properties["role"], "since": properties["validFrom"], "node": account}


def _transaction(row: Row) -> Row:
    after = _money(row["balanceAfter"], row["currency"])
    return _fields(row, "bookedOn kind initiator purpose") | {
        "amount": _money(row["amount"], row["currency"]),
        "balanceAfter": after and {"amount": after["amount"]},
    }


def _month(row: Row) -> Row:
    flows = {name: _money(row[name], row["currency"]) for name in ("incoming", "outgoing", "closing")}
    return _fields(row, "month count clientCount") | {name: flow and {"amount": flow["amount"]} for name, flow in flows.items()}


def _named(prefix: str, row: Row) -> Row:
    return {"id": global_id(prefix, row["id"]), "displayName": row["displayName"]}


def _fields(row: Row, names: str) -> Row:
    return {name: row[name] for name in names.split()}


def _money(minor: str | None, currency: str) -> Row | None:
    return None if minor is None else {"amount": money.told(int(minor), currency), "currency": currency}


def _amount(row: Row, name: str) -> str:
    return money.told(int(row[name]), row["currency"])
