"""Names of fields whose values are never kept, and names that only look like them."""

import pytest

from runtime.forbidden import is_forbidden


@pytest.mark.parametrize(
    "name",
    "password Passwd PASS_WORD login_pwd user_password PASSWORD_HASH pin P.I.N CARD_PIN PIN_CODE PIN_BLK pinBlock cvv CVV2 cvv_code c-v-v CSC "
    "card_security_code mag_stripe_data magStripe track1 TRACK_2 track-data ＰＩＮ 交易密码 登录密碼 安全码 磁道信息 loginPwd".split(),
)
def test_a_secrets_name_is_known_however_it_is_written(name: str) -> None:
    assert is_forbidden(name)


@pytest.mark.parametrize(
    "name",
    "name shipping PINYIN pin_yin NAME_PINYIN spin opinion track_id soundtrack security_type PWD_CHG_DT password_changed_at pwd_err_cnt "
    "postcode passport_no pass_no 手机号码 密 cv discount".split(),
)
def test_what_only_looks_like_one_is_let_through(name: str) -> None:
    assert not is_forbidden(name)
