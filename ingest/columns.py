"""Which column of a stranger's file is which field of matching, by names that are plain in English or Chinese."""

import re
from collections.abc import Mapping, Sequence

from ingest.match.fields import FIELDS
from runtime.errors import BadQuestion

_PERSON = {
    "full_name": "name full_name fullname person_name customer_name client_name "
    "complete_name 姓名 客户姓名 名字 客户名称 持卡人姓名",
    "given_name": "first_name firstname given_name givenname given_names forename fname first given 名",
    "family_name": "surname last_name lastname family_name familyname lname last sname 姓 姓氏",
    "latin_name": "name_en english_name latin_name name_latin name_pinyin pinyin embossed "
    "embossed_name 英文名 英文姓名 拼音 姓名拼音",
    "birth_date": "dob date_of_birth birth_date birthdate birthday born birth_dt "
    "dateofbirth date_birth 出生日期 生日 出生年月日 出生年月",
    "birth_place": "birth_place birthplace place_of_birth born_in 出生地 籍贯",
    "postcode": "postcode post_code postcode_fake zip zip_code zipcode postal_code postal 邮编 邮政编码",
    "address": "address addr full_address home_address residential_address "
    "mailing_address address_full 地址 住址 家庭住址 联系地址 通讯地址 居住地址",
    "street": "street address_1 address1 address_line_1 addressline1 street_name street_address 街道",
    "building": "address_2 address2 address_line_2 addressline2 building 楼宇 小区",
    "house_number": "street_number house_number housenumber streetnumber 门牌号 门牌",
    "locality": "suburb locality district village 区 区县 县",
    "city": "city town municipality city_name 城市 市 所在城市",
    "region": "state province region county 省 省份 州",
    "nationality": "nationality citizenship country country_code 国籍 国家",
    "occupation": "occupation job job_title profession title_of_job 职业 职务",
    "employer": "employer workplace company company_name employer_name 单位 工作单位 公司",
    "gender": "gender sex gender_code 性别",
    "phone": "phone phone_number telephone telephone_number tel mobile mobile_phone "
    "mobile_number cell cell_phone home_phone phonenumber phone_1 phone1 "
    "手机 手机号 手机号码 电话 电话号码 联系电话 移动电话",
    "email": "email e_mail mail email_address emailaddress 邮箱 电子邮件 电子邮箱 邮件",
    "national_id": "national_id nationalid id_card id_number idnumber identity_number "
    "citizen_id resident_id id_no cert_no 身份证 身份证号 身份证号码 证件号 证件号码",
    "passport": "passport passport_number passport_no 护照 护照号 护照号码",
    "passport_issuer": "passport_issuer passport_country issuing_country issuing_state 签发国 签发国家 护照签发国",
    "document": "soc_sec_id ssn social_security_number social_security document document_number tax_id "
    "tax_number nino drivers_license license_number",
}
_COMPANY = {
    "name": "name company_name company legal_name entity_name organisation_name "
    "organization_name organisation organization business_name "
    "full_name 名称 企业名称 公司名称 单位名称 机构名称 公司 企业 客户名称",
    "short_name": "short_name trade_name trading_name brand alias 简称 企业简称 商号",
    "latin_name": "name_en english_name latin_name name_latin 英文名 英文名称",
    "legal_form": "legal_form company_type entity_type 企业类型 公司类型",
    "uscc": "uscc credit_code unified_social_credit_code 统一社会信用代码 信用代码 社会信用代码",
    "organisation_code": "organisation_code organization_code 组织机构代码 组织机构代码证 机构代码",
    "lei": "lei lei_code legal_entity_identifier",
    "document": "registration_number company_number reg_no registration_no tax_id "
    "tax_number vat vat_number 注册号 工商注册号 税号",
    "founded": "founded founded_on incorporation_date registration_date established incorporated 成立日期 注册日期",
    "country": "country country_code jurisdiction 国家 国别",
    "region": "state province region county 省 省份",
    "city": "city town 城市 市",
    "address": "address addr full_address registered_address street street_address 地址 注册地址 经营地址 住所 办公地址",
    "postcode": _PERSON["postcode"],
    "phone": _PERSON["phone"],
    "email": _PERSON["email"],
}
PLAIN = {
    kind: {name: field for field, names in said.items() for name in names.split()}
    for kind, said in (("person", _PERSON), ("company", _COMPANY))
}
_NOT_PLAIN = re.compile(r"[^\w]+|_+")


def chosen(kind: str, columns: Sequence[str], said: Sequence[str], truth: str) -> dict[str, list[str]]:
    """The columns of each field, the best first: those that `field=column` names, then guessed ones. Never the truth.

    Raises BadQuestion for a field or column there is not, and where no column is known.
    """
    given = [_pair(kind, each, columns, truth) for each in said]
    found = dict[str, list[str]]()
    for field, column in given:
        found.setdefault(field, []).append(column)
    taken = {truth, *(column for _, column in given)}
    for column in columns:
        field = PLAIN[kind].get(_plain(column))
        if column not in taken and field is not None and field not in dict(given):
            found.setdefault(field, []).append(column)
    order = {name: at for at, name in enumerate(PLAIN[kind])}
    found = {field: sorted(held, key=lambda column: order.get(_plain(column), -1)) for field, held in found.items()}
    if not found:
        raise BadQuestion(
            f"No column is known as a field of a {kind}: name them, as --map full_name=COLUMN; fields are {_fields(kind)}."
        )
    return _without_doubles(kind, found)


def _pair(kind: str, said: str, columns: Sequence[str], truth: str) -> tuple[str, str]:
    field, parted, column = said.partition("=")
    if not parted:
        raise BadQuestion("Name a field and its column, as --map birth_date=DOB.")
    if field not in inputs(kind):
        raise BadQuestion(f"There is no field {field!r} of a {kind}: choose one of {_fields(kind)}.")
    if column not in columns:
        raise BadQuestion(f"There is no column {column!r} for {field}: the file has {', '.join(columns)}.")
    if column == truth:
        raise BadQuestion(f"The column {column!r} is the truth and can't be matched by: map {field} to another.")
    return field, column


def inputs(kind: str) -> list[str]:
    """What a column may be mapped to."""
    return list(dict.fromkeys(name for field in FIELDS[kind] for name in field.columns))


def _fields(kind: str) -> str:
    return ", ".join(inputs(kind))


def _plain(column: str) -> str:
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", column.strip())
    return _NOT_PLAIN.sub("_", split.lower()).strip("_")


def _without_doubles(kind: str, found: dict[str, list[str]]) -> dict[str, list[str]]:
    """A whole name says what its parts say."""
    if kind == "person" and "full_name" in found:
        return {field: held for field, held in found.items() if field not in ("given_name", "family_name")}
    return found


def as_inputs(found: Mapping[str, Sequence[str]], rows: Mapping[str, Sequence[str | None]]) -> dict[str, list[str | None]]:
    """Of several columns of one field the first that says something counts."""
    return {
        field: [next((value for value in told if value), None) for told in zip(*(rows[column] for column in held), strict=True)]
        for field, held in found.items()
    }
