"""The story's funds, wealth products and policies: market values, no movements."""

from datetime import date

from graph.model import AccountStatus
from ingest.lakeside.cast import Agreement, Holding
from ingest.lakeside.identifiers import account_number


def position(
    person: int, who: str, offering: str, unit: str, opened: str, value: int, quantity: str | None = None,
    *, closed: str | None = None, settles: int | None = None,
) -> Agreement:  # fmt: skip
    """A holding; `settles` is the person whose current account pays, the holder's own without it."""
    return Agreement(
        f"WP{person:04d}{offering}", offering, (Holding(who),), unit, date.fromisoformat(opened), value, quantity=quantity,
        settles=account_number((settles or person) * 100 + 1), closed=date.fromisoformat(closed) if closed else None,
        status=AccountStatus.CLOSED if closed else AccountStatus.OPEN,
    )  # fmt: skip


POSITIONS = (
    position(3, "lin-haichuan", "W201", "CHANGMEN", "2026-05-11", 200_000),
    position(4, "shen-yuqing", "F310", "CHANGMEN", "2022-10-10", 88_400, "61203.4400"),
    position(7, "chen-meiling", "F420", "CHANGMEN", "2023-08-01", 356_000, "401822.9500"),
    position(7, "chen-meiling", "W301", "CHANGMEN", "2026-01-05", 300_000),
    position(11, "ouyang-mingxuan", "F420", "NANXUN", "2021-02-02", 8_150_000, "9012445.1300"),
    position(11, "ouyang-mingxuan", "W301", "NANXUN", "2026-02-02", 5_000_000),
    position(11, "ouyang-mingxuan", "I210", "NANXUN", "2018-06-06", 2_400_000),
    position(12, "su-wanqing", "F210", "NANXUN", "2020-07-17", 1_260_000, "1180334.0900"),
    position(12, "su-wanqing", "W201", "NANXUN", "2026-08-19", 900_000),
    position(13, "ouyang-siyuan", "F510", "XIHU", "2025-04-22", 1_980_000, "1544210.0000"),
    position(16, "wang-wei-teacher", "W201", "CHANGMEN", "2026-04-15", 120_000),
    position(17, "wang-wei-engineer", "F310", "XIHU", "2024-06-18", 58_700, "41007.2200"),
    position(22, "emma-clarke", "F310", "XIHU", "2023-01-30", 142_500, "99318.4000", settles=21),
    position(29, "ye-zhiqiu", "F420", "XIHU", "2022-03-03", 6_480_000, "7188042.6600"),
    position(29, "ye-zhiqiu", "I210", "XIHU", "2016-09-09", 1_500_000),
    position(29, "ye-zhiqiu", "W101", "XIHU", "2024-04-04", 760_000),
    position(30, "luo-zixuan", "F420", "XIHU", "2024-12-12", 64_300, "70112.3500"),
    position(31, "he-aida", "W301", "HUZHOU", "2025-12-20", 600_000),
    position(32, "zeng-wenbin", "F420", "NANXUN", "2023-05-25", 410_000, "455210.7700"),
    position(38, "jiang-bowen", "W301", "CHANGMEN", "2026-03-18", 800_000),
    position(41, "lu-yiming", "F510", "JINJI", "2026-07-08", 10_200_000, "8004115.3000"),
    position(41, "lu-yiming", "W101", "JINJI", "2026-06-30", 3_000_000),
    position(44, "wong-wing-sze", "F310", "JINJI", "2024-02-28", 95_800, "67004.1000"),
    position(51, "fang-xiaowen", "F420", "XIHU", "2021-06-01", 0, "0.0000", closed="2026-08-12"),
    position(53, "fan-xiulan", "W101", "JINJI", "2025-01-10", 150_000),
    position(59, "lukas-brandt", "F310", "JINJI", "2025-02-14", 47_200, "33015.8800"),
)  # fmt: skip
