"""The function that reads a table's rows, as text of Python."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.money import CURRENCIES, minor_units
from ingest.draft.layout import called, listed, quoted
from ingest.draft.meaning import GENDERS, MONEY, Meaning
from ingest.draft.plan import OF_RECORD, Plan

M = Meaning
KEYWORDS = {
    M.GIVEN_NAME: "given_name", M.FAMILY_NAME: "family_name", M.NAME_EN: "name_en", M.GENDER: "gender", M.BIRTH_DATE: "birth_date",
    M.OCCUPATION: "occupation", M.NATIONALITY: "nationality",
}  # fmt: skip
OF_COMPANY = {M.NAME_EN: "name_en", M.USCC: "uscc", M.LEI: "lei", M.FOUNDED_ON: "founded_on"}
DOCUMENTS = {
    M.RESIDENT_NUMBER: "CN_ID", M.PASSPORT: "PASSPORT", M.USCC: "USCC", M.ORGANISATION_CODE: "ORGANISATION_CODE",
    M.LEI: "LEI",
}  # fmt: skip
DATES = (M.BIRTH_DATE, M.FOUNDED_ON, M.OPENED, M.CLOSED)


@dataclass(slots=True)
class Reader:
    """`models` and `evidence` are what it needs, `tables` the code tables it names, `read` the columns it uses."""

    plan: Plan
    constants: dict[str, str]  # column → the code table that reader and contract share
    lines: list[str] = field(default_factory=list[str])
    models: set[str] = field(default_factory=set[str])
    evidence: set[str] = field(default_factory=set[str])
    read: set[str] = field(default_factory=set[str])
    left: list[str] = field(default_factory=list[str])
    asks: bool = False  # whether it asks or tells whom earlier tables told

    def text(self, name: str) -> str:
        """The whole function."""
        self._party()
        if self.plan.account:
            self._account(self.plan.account)
        elif self.plan.products:
            self._product()
        elif self.plan.holding:
            self.left.append("Say in which role each holds its account: taken for owners.")
            self._holds(self._get(self.plan.holding, "key"))
        self._drop_unused()
        rest = [each for each in self.plan.sample.columns if each not in self.read]
        told = any(line.lstrip().startswith("yield") for line in self.lines)
        body = self.lines + ([] if told else ["    yield from ()"])
        if rest:
            body += listed("    row.ignore(", [quoted(each) for each in rest], ")")
        return "\n".join([f"def {name}(row: Row, {'seen' if self.asks else '_seen'}: Seen) -> Iterator[Record]:", *body])

    def _drop_unused(self) -> None:
        """The party's number, where nothing is told of it."""
        party = self.plan.party
        if party and not any("party" in line for line in self.lines[1:]):
            del self.lines[0]
            self.read.discard(party.id)

    def _get(self, column: str, method: str, *arguments: str) -> str:
        self.read.add(column)
        profile = self.plan.profiles[column]
        optional = "" if profile.required else ".optional"
        return f"row{optional}.{method}({', '.join((quoted(column), *arguments))})"

    def _value(self, column: str) -> str:
        meant = self.plan.means[column]
        if meant in DATES:
            return self._get(column, "date")
        return self._get(column, "code", self.constants[column]) if column in self.constants else self._get(column, "text")

    # ---- whom it speaks of

    def _party(self) -> None:
        party = self.plan.party
        if party is None:
            return
        self.lines.append(f"    party = {self._get(party.id, 'key')}")
        key = party.bank_key
        if party.tells == "record":
            self.lines += called("    yield ", self._class(), ["party", *self._attributes(key)])
        elif party.tells == "unseen":
            self.lines.append('    if seen.find("party", party) is None:')
            bare = ["party"] + ([f"bank_key={self._get(key, 'text')}"] if key else [])
            self.lines += called("        yield ", self._class(), bare)
        if party.noted and party.tells != "reference":
            self.asks = True
            depth = "        " if party.tells == "unseen" else "    "
            self.lines.append(f'{depth}seen.note("party", party, "")')
        self._documents()
        self._contacts()
        self._addresses()

    def _class(self) -> str:
        name = "Company" if self.plan.party and self.plan.party.company else "Person"
        self.models.add(name)
        return name

    def _attributes(self, bank_key: str | None) -> Iterator[str]:
        company = bool(self.plan.party and self.plan.party.company)
        name = self.plan.first(M.COMPANY_NAME, M.NAME)
        if name:
            yield f"name={self._value(name)}"
        if bank_key:
            yield f"bank_key={self._get(bank_key, 'text')}"
        words = OF_COMPANY if company else KEYWORDS
        for meant in OF_RECORD:
            column = self.plan.first(meant)
            if column and meant in words:
                yield f"{words[meant]}={self._value(column)}"

    def _documents(self) -> None:
        for column in self.plan.of(*DOCUMENTS):
            self.models |= {"IdentifiedBy"}
            self.evidence.add("document")
            made = f"document({quoted(DOCUMENTS[self.plan.means[column]])}, {{}})"
            self._shown("shown", column, made, "IdentifiedBy(party, shown.id)")

    def _contacts(self) -> None:
        for column in self.plan.of(M.MOBILE, M.PHONE, M.EMAIL):
            meant = self.plan.means[column]
            parse = "email" if meant is M.EMAIL else "phone"
            self.models.add("ReachedAt")
            self.evidence.add(parse)
            self.lines.append(f"    reached = {self._get(column, 'parsed', parse)}")
            usage = {M.MOBILE: ', "MOBILE"', M.PHONE: "", M.EMAIL: ', "EMAIL"'}[meant]
            self._given("reached", column, ["yield reached", f"yield ReachedAt(party, reached.id{usage})"])

    def _addresses(self) -> None:
        column, postcode = self.plan.first(M.ADDRESS), self.plan.first(M.POSTCODE)
        if column is None:
            return
        self.models.add("ResidesAt")
        self.evidence.add("address")
        more = f", postcode={self._value(postcode)}" if postcode else ""
        usage = ', "SEAT"' if self.plan.party and self.plan.party.company else ""
        self._shown("place", column, f"address({{}}{more})", f"ResidesAt(party, place.id{usage})")

    def _shown(self, name: str, column: str, made: str, tie: str) -> None:
        if self.plan.profiles[column].required:
            self.lines += [f"    {name} = {made.format(self._get(column, 'text'))}", f"    yield {name}", f"    yield {tie}"]
            return
        self.lines.append(f"    {name}_text = {self._get(column, 'text')}")
        self._given(f"{name}_text", column, [f"{name} = {made.format(f'{name}_text')}", f"yield {name}", f"yield {tie}"])

    def _given(self, name: str, column: str, lines: list[str]) -> None:
        """The lines, within a question whether there is something where there need not be."""
        required = self.plan.profiles[column].required
        self.lines += ([] if required else [f"    if {name}:"]) + [f"{'    ' if required else '        '}{line}" for line in lines]

    # ---- what is held

    def _account(self, column: str) -> None:
        self.models |= {"Account", "AccountKind", "AccountStatus"}
        self.left.append(f"Say what kind of account {column} numbers: taken for deposits.")
        self.lines.append(f"    account = {self._get(column, 'key')}")
        closed = self.plan.first(M.CLOSED)
        if closed:
            self.lines.append(f"    closed = {self._value(closed)}")
        state = "AccountStatus.CLOSED if closed else AccountStatus.OPEN" if closed else "AccountStatus.OPEN"
        currency = self._currency()
        product = self._product()
        details = [*self._details(column, currency), *product, *(["closed=closed"] if closed else [])]
        self.lines += called("    yield ", "Account", ["account", "AccountKind.DEPOSIT", state, currency, *details])
        if self.plan.party:
            self._holds("account")

    def _holds(self, account: str) -> None:
        self.models |= {"Holds", "Role"}
        opened = self.plan.first(M.OPENED)
        since = [f"valid_from={self._value(opened)}"] if opened else []
        self.lines += called("    yield ", "Holds", ["party", account, "Role.OWNER", *since])

    def _currency(self) -> str:
        """How the account's currency is said: by a column, or the yuan."""
        column = self.plan.first(M.CURRENCY)
        if column and self.plan.profiles[column].required:
            self.lines.append(f"    currency = {self._value(column)}")
            return "currency"
        self.left.append("Say the currency of the accounts: taken for CNY.")
        return '"CNY"'

    def _details(self, column: str, currency: str) -> Iterator[str]:
        yield f"number={self._get(column, 'text')}"
        balance, opened = self.plan.first(M.BALANCE), self.plan.first(M.OPENED)
        if balance and self._is_money(balance):
            yield f"balance={self._get(balance, 'money', currency)}"
        elif balance:
            self.left.append(f"{balance} is no plain amount in its currency: say how it is written.")
        if opened:
            yield f"opened={self._value(opened)}"

    def _is_money(self, balance: str) -> bool:
        currency = self.plan.first(M.CURRENCY)
        known = currency if currency and self.plan.profiles[currency].required else None
        try:
            for row in self.plan.sample.rows:
                amount, unit = row.get(balance), row.get(known) if known else "CNY"
                if isinstance(amount, str) and isinstance(unit, str) and amount.strip():
                    minor_units(amount.strip(), MONEY.get(unit.strip(), unit.strip()))
        except (ValueError, ArithmeticError):
            return False
        return True

    def _product(self) -> list[str]:
        column, name = self.plan.first(M.PRODUCT), self.plan.first(M.PRODUCT_NAME)
        if not column or not self.plan.profiles[column].required:
            return []
        if M.PRODUCT in self.plan.told and not self.plan.products:
            return [f"product={self._get(column, 'text')}"]
        self.models |= {"AccountKind", "Product"}
        called_ = name if name and self.plan.profiles[name].required else column
        self.lines += called(
            "    product = ", "Product", [self._get(column, "text"), self._get(called_, "text"), "AccountKind.DEPOSIT"]
        )
        self.lines.append("    yield product")
        return ["product=product.code"]


def coded(plan: Plan, column: str) -> dict[str, str] | None:
    """The code table of a column that is read by one: codes and what stands for them, as text of Python."""
    values, meant = plan.profiles[column].distinct, plan.means.get(column)
    if meant is M.GENDER:
        return {value: f"Gender.{found.name}" if (found := GENDERS[value]) else "None" for value in sorted(values)}
    if meant is M.CURRENCY and not CURRENCIES.issuperset(values):
        return {value: quoted(MONEY.get(value, value)) for value in sorted(values)}
    codes = plan.codes(plan.profiles[column])
    return {value: quoted(value) for value in codes} or None
