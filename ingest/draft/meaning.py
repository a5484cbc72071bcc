"""What a column means, by its name in Chinese or English and by what all of its values are."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum, auto
from unicodedata import normalize

from graph.model import Gender
from graph.money import CURRENCIES
from ingest.check_digits import is_credit_code, is_lei, is_organisation_code, is_resident_number
from ingest.draft.profile import Profile
from ingest.evidence import email, phone
from ingest.text import spoilt


class Meaning(Enum):
    CUSTOMER_NUMBER = auto()
    NAME = auto()
    GIVEN_NAME = auto()
    FAMILY_NAME = auto()
    NAME_EN = auto()
    GENDER = auto()
    BIRTH_DATE = auto()
    OCCUPATION = auto()
    NATIONALITY = auto()
    RESIDENT_NUMBER = auto()
    PASSPORT = auto()
    DOCUMENT_NUMBER = auto()
    COMPANY_NAME = auto()
    USCC = auto()
    ORGANISATION_CODE = auto()
    LEI = auto()
    FOUNDED_ON = auto()
    MOBILE = auto()
    PHONE = auto()
    EMAIL = auto()
    ADDRESS = auto()
    POSTCODE = auto()
    ACCOUNT = auto()
    BALANCE = auto()
    CURRENCY = auto()
    PRODUCT = auto()
    PRODUCT_NAME = auto()
    OPENED = auto()
    CLOSED = auto()

    @property
    def words(self) -> str:
        return self.name.lower().replace("_", " ")


M = Meaning
# Names without blanks, signs and case.
NAMES: Mapping[Meaning, str] = {
    M.CUSTOMER_NUMBER: "客户号 客户编号 客户代码 客户id 核心客户号 客户内码 cif cifno cifid cifnumber custno custid custnum "
    "custcode custnumber customerno customerid customernumber customercode clientno clientid clientnumber customer bankcustomerno",
    M.NAME: "姓名 名称 名字 中文姓名 户名 name nm fullname fullnm displayname personname cnname namecn chinesename",
    M.GIVEN_NAME: "名 givenname firstname forename",
    M.FAMILY_NAME: "姓 surname lastname familyname",
    M.NAME_EN: "英文名 英文名称 英文姓名 拼音 nameen en ennm nmen englishname enname pinyin",
    M.GENDER: "性别 性别代码 sex gender sexcode sexcd gendercode gendercd",
    M.BIRTH_DATE: "出生日期 生日 出生年月日 dob birthdate birthday birthdt dateofbirth born bornon",
    M.OCCUPATION: "职业 occupation profession",
    M.NATIONALITY: "国籍 nationality nationalitycode",
    M.RESIDENT_NUMBER: "身份证 身份证号 身份证号码 身份证件号码 公民身份号码 residentid residentno idcard idcardno "
    "citizenid nationalid",
    M.PASSPORT: "护照号 护照号码 passport passportno passportnumber",
    M.DOCUMENT_NUMBER: "证件号 证件号码 idno idnum idnumber certno certid certnumber documentno documentnumber idcertno",
    M.COMPANY_NAME: "企业名称 公司名称 单位名称 机构名称 纳税人名称 companyname company enterprisename orgname organisationname "
    "organizationname legalname corporatename corpname orgnm compnm corpnm",
    M.USCC: "统一社会信用代码 社会信用代码 信用代码 uscc uscno creditcode unifiedsocialcreditcode socialcreditcode",
    M.ORGANISATION_CODE: "组织机构代码 组织机构代码证号 机构代码 organisationcode organizationcode orgcode",
    M.LEI: "lei leicode 法人机构识别编码 全球法人识别编码",
    M.FOUNDED_ON: "成立日期 成立时间 注册日期 foundedon foundeddate establisheddate established establishdate incorporationdate "
    "dateofincorporation incorporatedon",
    M.MOBILE: "手机 手机号 手机号码 移动电话 mobile mob mobno mobileno mobilephone mobilenumber cellphone cell cellno",
    M.PHONE: "电话 电话号码 联系电话 固定电话 座机 phone phoneno phonenumber tel telno telephone contactphone homephone",
    M.EMAIL: "邮箱 电子邮箱 电子邮件 邮箱地址 email mail emailaddress emailaddr",
    M.ADDRESS: "地址 住址 家庭住址 家庭地址 通讯地址 联系地址 居住地址 注册地址 办公地址 登记注册地址 addr address homeaddress "
    "homeaddr residentialaddress registeredaddress postaladdress mailingaddress fulladdress",
    M.POSTCODE: "邮编 邮政编码 postcode postalcode zip zipcode postcd",
    M.ACCOUNT: "账号 帐号 账户号 账户编号 客户账号 卡号 iban account accountno accountid accountnumber acct acctno acctid accno "
    "accid accountnum acctnum",
    M.BALANCE: "余额 账户余额 当前余额 balance bal balamt currentbalance acctbal accountbalance balanceamt",
    M.CURRENCY: "币种 币别 币种代码 货币 currency ccy curr currencycode ccycode ccycd curcode",
    M.PRODUCT: "产品 产品代码 产品编号 产品号 product productcode productid productno prodcode prodcd prodid prodno prod",
    M.PRODUCT_NAME: "产品名称 productname prodname prodnm",
    M.OPENED: "开户日期 开户日 开立日期 opendate opndt opendt opened openedon openingdate accountopendate acctopendate dateopened "
    "openday",
    M.CLOSED: "销户日期 销户日 closedate closedt closed closedon closingdate dateclosed clsdt",
}  # fmt: skip
BY_NAME: Mapping[str, Meaning] = {name: meaning for meaning, names in NAMES.items() for name in names.split()}
PREFIXES = re.compile(r"^(客户|个人|持有人|用户|customer|client|cust|cus|user|holder|person|party)(?=.)")
ABOUT_PERSON = frozenset(
    (M.NAME, M.GIVEN_NAME, M.FAMILY_NAME, M.NAME_EN, M.GENDER, M.BIRTH_DATE, M.OCCUPATION, M.NATIONALITY, M.RESIDENT_NUMBER)
) | {M.PASSPORT, M.DOCUMENT_NUMBER, M.MOBILE, M.PHONE, M.EMAIL, M.ADDRESS}  # fmt: skip
OF_COMPANIES = frozenset((M.COMPANY_NAME, M.USCC, M.ORGANISATION_CODE, M.LEI, M.FOUNDED_ON))
OF_PERSONS = frozenset((M.GIVEN_NAME, M.FAMILY_NAME, M.GENDER, M.BIRTH_DATE, M.RESIDENT_NUMBER, M.PASSPORT, M.OCCUPATION))
AS_TEXT = frozenset(
    (M.CUSTOMER_NUMBER, M.ACCOUNT, M.MOBILE, M.PHONE, M.POSTCODE, M.RESIDENT_NUMBER, M.PASSPORT, M.DOCUMENT_NUMBER, M.PRODUCT)
) | {M.ORGANISATION_CODE}  # however much they look like numbers
GENDERS: Mapping[str, Gender | None] = {
    **dict.fromkeys(("男", "男性", "M", "m", "male", "Male", "MALE", "1"), Gender.MALE),
    **dict.fromkeys(("女", "女性", "F", "f", "female", "Female", "FEMALE", "2"), Gender.FEMALE),
    **dict.fromkeys(("未知", "未说明", "0", "9", "U", "unknown", "Unknown", "UNKNOWN"), None),
}
MONEY: Mapping[str, str] = {
    "人民币": "CNY", "RMB": "CNY", "156": "CNY", "01": "CNY", "美元": "USD", "840": "USD", "欧元": "EUR", "978": "EUR",
    "港币": "HKD", "港元": "HKD", "344": "HKD", "日元": "JPY", "392": "JPY", "英镑": "GBP", "826": "GBP",
}  # fmt: skip
PEOPLE = re.compile(r"人$|员$|姓名|经理|联系人|法定代表|name|manager|officer|owner|contact|user|by$", re.IGNORECASE)
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾"
    "韦夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)


def meaning(profile: Profile) -> Meaning | None:
    """None where neither name nor values tell it, and where a value is not what the name says."""
    if profile.nested or not profile.filled:
        return None
    named = BY_NAME.get(_plain(profile.name)) or BY_NAME.get(PREFIXES.sub("", _plain(profile.name)))
    if named is M.DOCUMENT_NUMBER or named is None:
        named = _by_values(profile.distinct) or named
    if named is None or not _typed(named, profile) or not _readable(profile.distinct):
        return None
    return named if FITS.get(named, _readable)(profile.distinct) else None


def named_otherwise(profile: Profile) -> Meaning | None:
    """What the name says and the values do not bear out."""
    named = BY_NAME.get(_plain(profile.name)) or BY_NAME.get(PREFIXES.sub("", _plain(profile.name)))
    return named if named and profile.filled and meaning(profile) is None else None


def is_personal(profile: Profile, meant: Meaning | None, *, of_company: bool) -> bool:
    """Whether it says something about a natural person; of what is not understood, by its name and what looks like names."""
    if meant is not None:
        return meant in ABOUT_PERSON and not (of_company and meant in (M.NAME, M.NAME_EN, M.ADDRESS, M.PHONE))
    return bool(named_otherwise(profile) in ABOUT_PERSON or PEOPLE.search(profile.name)) or looks_like_names(profile.distinct)


def looks_like_names(values: Collection[str]) -> bool:
    """Whether most are two to four Chinese characters that begin with a common family name."""
    like = sum(re.fullmatch("[㐀-鿿]{2,4}", value) is not None and value[0] in SURNAMES for value in values)
    return like * 2 > len(values)


def is_of_resident(text: str) -> bool:
    """A resident number of eighteen characters: fifteen digits have no check digit, and may be anything."""
    return len(text) == 18 and is_resident_number(text.upper())


def is_mobile(text: str) -> bool:
    return bool(re.fullmatch(r"(\+?86[ -]?)?1[3-9]\d{9}", text, re.ASCII))


def is_key(text: str) -> bool:
    return text.isascii() or normalize("NFKC", text) == text


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def _typed(meant: Meaning, profile: Profile) -> bool:
    return profile.kind.type == "date" if meant in (M.BIRTH_DATE, M.FOUNDED_ON, M.OPENED, M.CLOSED) else True


def _by_values(values: Sequence[str]) -> Meaning | None:
    for meant, fits in ((M.RESIDENT_NUMBER, is_of_resident), (M.USCC, is_credit_code), (M.LEI, is_lei)):
        if all(map(fits, values)):
            return meant
    if len(values) > 1 and all(map(is_mobile, values)):
        return M.MOBILE
    return M.EMAIL if all(re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}", value) for value in values) else None


def _readable(values: Sequence[str]) -> bool:
    """Whether a reader would take each as text."""
    return not any(spoilt(value) for value in values)


def _each(fits: Callable[[str], bool]) -> Callable[[Sequence[str]], bool]:
    return lambda values: all(map(fits, values))


def _parsed(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def parses(text: str) -> bool:
        try:
            parse(text)
        except ValueError:
            return False
        return True

    return parses


FITS: Mapping[Meaning, Callable[[Sequence[str]], bool]] = {
    M.CUSTOMER_NUMBER: _each(lambda text: is_key(text) and len(text) <= 64),
    M.ACCOUNT: _each(lambda text: is_key(text) and len(text) <= 64),
    M.GENDER: _each(lambda text: text in GENDERS),
    M.CURRENCY: _each(lambda text: text in CURRENCIES or text in MONEY),
    M.NATIONALITY: _each(lambda text: bool(re.fullmatch("[A-Z]{2}", text))),
    M.USCC: _each(is_credit_code),
    M.ORGANISATION_CODE: _each(lambda text: is_organisation_code(text.replace("-", ""))),
    M.LEI: _each(is_lei),
    M.MOBILE: _each(_parsed(phone)),
    M.PHONE: _each(_parsed(phone)),
    M.EMAIL: _each(_parsed(email)),
}
