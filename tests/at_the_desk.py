"""A banker who changes something, and the two customers of two branches that such tests speak of."""

from itertools import count
from typing import Any

from access.caller import CallerRole
from graph.session import Session
from tests.asking import Asker, asker
from tests.silo_people import party_of
from tests.tiny_bank import STORY, TinyBank

Mistakes = list[tuple[str, str]]
KEYS = count()


class Banker:
    """Asks for one kind of change, each time with a key of its own unless told; `shown` is what is read of what was changed."""

    def __init__(self, ask: Asker, name: str, field: str, shown: str) -> None:
        self.ask, self.name, self.field = ask, name, field
        type_ = name[0].upper() + name[1:] + "Input"
        self.text = f"mutation($input: {type_}!) {{ {name}(input: $input) {{ {field} {{ {shown} }} userErrors {{ field code message }} }} }}"

    async def does(self, key: str = "", **given: Any) -> tuple[Any, Mistakes]:
        """What was changed, and the mistakes."""
        told = (await self.ask(self.text, input={"idempotencyKey": key or f"k{next(KEYS)}"} | given)).data[self.name]
        assert all(each["message"].endswith(".") for each in told["userErrors"])
        return told[self.field], [(each["field"], each["code"]) for each in told["userErrors"]]

    async def refused(self, **given: Any) -> str:
        """The error in place of an answer."""
        answer = await self.ask(self.text, input={"idempotencyKey": "k"} | given)
        return answer.errors[0][0]


async def told_apart(session: Session, tiny: TinyBank) -> tuple[str, str]:
    """The party that only the north sees, and the one that north and south see."""
    await tiny.load(session, **STORY)
    return await party_of(session, "tiny:1"), await party_of(session, "tiny:3")


async def north(session: Session) -> Asker:
    return await asker(session, "N")


async def partner(session: Session) -> Asker:
    return await asker(session, "N", CallerRole.PARTNER)
