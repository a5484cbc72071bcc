"""The tax office's feed: CSV in UTF-8 with a byte order mark, headings in Chinese, companies by credit code."""

import csv
import io
from collections.abc import Callable, Iterator

from graph.model import Office
from ingest.lakeside.identifiers import own_number
from ingest.lakeside.part import Part, Sheet

POSTS = {Office.LEGAL_REPRESENTATIVE: "法定代表人", Office.FINANCE_HEAD: "财务负责人", Office.AGENT: "办税人"}
TAXPAYER_COLUMNS = "统一社会信用代码 纳税人名称 登记注册地址 邮政编码 行业代码 登记状态"
YEAR_COLUMNS = "统一社会信用代码 年度 营业收入 实缴税额 纳税信用等级"
STAFF_COLUMNS = "人员编号 姓名 身份证件号码 手机号码"
POST_COLUMNS = "统一社会信用代码 人员编号 职务 任职日期"


def number(key: str) -> str:
    return own_number("tax", key)


def known(part: Part) -> dict[str, str]:
    """The companies by credit code, and who answers for their taxes by the office's own number."""
    companies = {key: part.organisations[key].uscc for key in _companies(part)}
    return companies | {one.who: number(one.who) for one in part.chapter.tax_staff}


def _companies(part: Part) -> list[str]:
    chapter = part.chapter
    return list(dict.fromkeys([one.who for one in chapter.tax_returns] + [one.company for one in chapter.tax_staff]))


def _taxpayers(part: Part) -> Iterator[tuple[str, ...]]:
    for key in _companies(part):
        one = part.company("tax", key)
        yield one.uscc, one.name, one.seat.text, one.seat.postcode, one.industry, "正常"


def _years(part: Part) -> Iterator[tuple[str, ...]]:
    for one in part.chapter.tax_returns:
        yield part.organisations[one.who].uscc, str(one.year), f"{one.revenue}.00", f"{one.tax}.00", one.grade


def _staff(part: Part) -> Iterator[tuple[str, ...]]:
    for key in dict.fromkeys(one.who for one in part.chapter.tax_staff):
        one = part.person("tax", key)
        yield number(key), one.name, one.document.number, one.phone or ""


def _posts(part: Part) -> Iterator[tuple[str, ...]]:
    for one in part.chapter.tax_staff:
        yield part.organisations[one.company].uscc, number(one.who), POSTS[one.office], one.since.isoformat()


def _line(values: tuple[str, ...] | list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(values)
    return text.getvalue()


def _sheet(file: str, columns: str, rows: Callable[[Part], Iterator[tuple[str, ...]]]) -> Sheet:
    def lines(part: Part) -> Iterator[str]:
        return map(_line, rows(part))

    return Sheet(file, lines, first=f"\ufeff{_line(columns.split())}\n")


SHEETS = (
    _sheet("taxpayers.csv", TAXPAYER_COLUMNS, _taxpayers),
    _sheet("years.csv", YEAR_COLUMNS, _years),
    _sheet("staff.csv", STAFF_COLUMNS, _staff),
    _sheet("posts.csv", POST_COLUMNS, _posts),
)
