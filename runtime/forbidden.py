"""Fields whose values are never kept: passwords, PINs, card security codes, magnetic stripes."""

import re

NAMES = frozenset(
    "password passwd pwd passcode pin pinblock cvv cvv2 cvc cvc2 cvn2 cavv track1 track2 track3 trackdata track1data track2data "
    "magstripe magneticstripe 密码 交易密码 取款密码 查询密码 支付密码 登录密码 安全码 磁道 磁道信息 磁条 磁条信息".split()
)


def is_forbidden(name: str) -> bool:
    """However the name is parted and cased."""
    return re.sub(r"[\W_]", "", name).lower() in NAMES
