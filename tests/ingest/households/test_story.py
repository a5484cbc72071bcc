"""The families of Lakeside Bank: as the CRM declares them, as ties alone tell them, and after a merge that was taken back."""

from datetime import date
from pathlib import Path

from graph.digest import digest
from graph.judgements import Verdict
from graph.session import Session
from ingest.deliveries import run_all
from ingest.households.form import form
from ingest.judge import Word, judge
from ingest.lakeside import deliveries, write
from ingest.resolve import resolve
from tests.ingest.households.test_form import homes
from tests.silo_people import taught

TODAY = date(2026, 10, 31)
FAMILIES = [
    {"林国栋", "周桂芳"}, {"林海川", "沈雨晴", "林子墨", "林子萱"}, {"单志远", "陈美玲", "单可欣", "单乐言"},
    {"欧阳明轩", "苏婉清", "欧阳思齐"}, {"王伟", "张丽娟", "王梓涵"}, {"王伟", "李思琪"}, {"James Whitfield", "Emma Clarke"},
    {"محمد الهاشمي", "فاطمة الزهراني", "ليلى الهاشمي"},
]  # fmt: skip


async def test_the_families_of_the_story_are_those_that_ties_tell_and_a_merge_that_is_taken_back_leaves_no_trace(
    empty: Session, tmp_path: Path
) -> None:
    write(tmp_path / "story")
    home = taught(tmp_path / "home")
    those = [each for each in deliveries(tmp_path / "story") if each[0] in ("lakeside-core", "lakeside-cards", "lakeside-crm")]
    await run_all(those, empty, home)
    done = (await resolve(empty, home, today=TODAY)).households
    assert done and (done.households, done.joined) == (0, 0)  # the CRM has declared them all
    await empty.run("MATCH ()-[l:LIVES_IN]->() DELETE l")
    await form(empty, today=TODAY)
    before, families = await digest(empty), await homes(empty, TODAY)
    assert sorted(map(sorted, families.values())) == sorted(map(sorted, FAMILIES))
    merged = (await judged(empty, home, Verdict.SAME)).values()
    assert {"王伟", "李思琪"} in merged and {"张丽娟", "王梓涵"} in merged  # the later marriage counts
    assert await judged(empty, home, Verdict.UNSURE) == families
    assert await digest(empty) == before


async def judged(session: Session, home: Path, verdict: Verdict) -> dict[str, set[str]]:
    """Of the two men called 王伟."""
    await judge(session, home, Word("core:1000000016", "core:1000000017", verdict, "seen", "Li"), today=TODAY)
    return await homes(session, TODAY)
