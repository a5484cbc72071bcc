"""The people of the story: families first, then those we meet through companies, then those who stand alone."""

# ruff: noqa: E501 - a table is read by its lines
from datetime import date

from graph.model import Gender, RiskTolerance
from ingest.check_digits import citizen_check
from ingest.lakeside.cast import Assessment, Document, DocumentKind, Individual, Place, Sighting
from ingest.lakeside.identifiers import citizen_number

F, M = Gender
C1, C2, C3, C4, C5 = RiskTolerance

LIN_HOME = Place("苏州市姑苏区柳岸街18号3幢501室", "苏州", "江苏", "215001")
SHAN_HOME = Place("苏州市姑苏区陶坊巷7号", "苏州", "江苏", "215002")
OUYANG_HOME = Place("湖州市南浔区观鹭山庄1号", "湖州", "浙江", "313009")
OUYANG_OLD_HOME = Place("湖州市南浔区荻塘老街22号", "湖州", "浙江", "313009")
WANG_HOME = Place("苏州市姑苏区石桥弄5号2幢302室", "苏州", "江苏", "215003")
NEWLYWEDS_HOME = Place("杭州市西湖区听泉路66号9幢1203室", "杭州", "浙江", "310012")
ENGLISH_HOME = Place("杭州市西湖区松岭公寓2座15B", "杭州", "浙江", "310013")
HASHIMI_HOME = Place("湖州市吴兴区丝绸里9号801室", "湖州", "浙江", "313000")
GU_HOME = Place("苏州市工业园区金鸡湖畔花园8幢2001室", "苏州", "江苏", "215021")
YE_HOME = Place("杭州市西湖区梅坞别院3号", "杭州", "浙江", "310014")
LU_HOME = Place("苏州市工业园区鹭岛8号", "苏州", "江苏", "215022")
STEEL_DORMITORY = Place("湖州市南浔区青溪街道钢城新村", "湖州", "浙江", "313010")
HOSPITAL_FLATS = Place("苏州市姑苏区杏林新村12幢", "苏州", "江苏", "215004")
HANGZHOU_TOWN = Place("杭州市西湖区翠竹路120号", "杭州", "浙江", "310015")
HUZHOU_TOWN = Place("湖州市吴兴区苕溪路35号", "湖州", "浙江", "313001")
SUZHOU_TOWN = Place("苏州市工业园区星桥街77号", "苏州", "江苏", "215023")
NINGBO_TOWN = Place("宁波市北仑区潮声路10号", "宁波", "浙江", "315800")


def customer(
    n: int, key: str, name: str, name_en: str, gender: Gender, born: str, unit: str, home: Place, occupation: str,
    tolerance: RiskTolerance | None = None, assessed: str = "2026-03-10", *, since: str = "2016-05-01",
    document: Document | None = None, nationality: str = "CN", called: str | None = None, called_en: str | None = None,
    registered: str | None = None, professional: bool = False, kyc: str = "STANDARD", aml: str = "LOW",
    crm: bool = True, child_of: int | None = None,
) -> Individual:  # fmt: skip
    """Someone with a customer number: `n` is their place in the story and in every number of theirs.

    A child is reached at the telephone of the parent `child_of`, and has no address on the net.
    """
    birth = date.fromisoformat(born)
    return Individual(
        key=key, name=name, name_en=name_en, gender=gender, born=birth, unit=unit, home=home, occupation=occupation,
        document=document or _citizen(n, birth, gender), phone=f"1380000{child_of or n:04d}", cif=f"1000{n:06d}",
        since=date.fromisoformat(since), contact=f"C-{n:04d}" if crm else None, registered=registered,
        called=called, called_en=called_en, email=None if child_of else f"{key}@example.com",
        nationality=nationality, wechat=f"lk_{key}" if n % 3 == 0 and not child_of else None, kyc_level=kyc, aml_rating=aml,
        assessment=_assessment(tolerance, date.fromisoformat(assessed), professional),
    )  # fmt: skip


def prospect(
    n: int, key: str, name: str, name_en: str, gender: Gender, born: str, unit: str, home: Place, occupation: str,
    *, registered: str | None = None, phone: bool = True,
) -> Individual:  # fmt: skip
    """Someone the CRM knows and the bank has no contract with."""
    birth = date.fromisoformat(born)
    return Individual(
        key=key, name=name, name_en=name_en, gender=gender, born=birth, unit=unit, home=home, occupation=occupation,
        document=_citizen(n, birth, gender), phone=f"1380000{n:04d}" if phone else None, cif=None, contact=f"C-{n:04d}",
        registered=registered,
    )  # fmt: skip


def _citizen(n: int, born: date, gender: Gender) -> Document:
    return Document(DocumentKind.CITIZEN, citizen_number(born, 2 * n + (gender is Gender.MALE)))


def _assessment(level: RiskTolerance | None, on: date, professional: bool) -> Assessment | None:
    return Assessment(level, on, on.replace(year=on.year + 1), professional) if level else None


def _passport(number: str, until: str) -> Document:
    return Document(DocumentKind.PASSPORT, number, date.fromisoformat(until))


def _checked(kind: DocumentKind, body: str, until: str) -> Document:
    return Document(kind, body + citizen_check(body), date.fromisoformat(until))


FAMILIES = (
    # Three generations under one roof; the spouses keep their surnames; the twins share all but a name.
    customer(1, "lin-guodong", "林国栋", "Lin Guodong", M, "1951-03-12", "CHANGMEN", LIN_HOME, "RETIRED", C1, since="1996-04-02"),
    customer(2, "zhou-guifang", "周桂芳", "Zhou Guifang", F, "1953-08-30", "CHANGMEN", LIN_HOME, "RETIRED", C2, since="1996-04-02"),
    customer(3, "lin-haichuan", "林海川", "Lin Haichuan", M, "1979-05-18", "CHANGMEN", LIN_HOME, "PROFESSIONAL", C3, since="2004-07-15"),
    customer(4, "shen-yuqing", "沈雨晴", "Shen Yuqing", F, "1981-11-02", "CHANGMEN", LIN_HOME, "PROFESSIONAL", C3, since="2008-09-01"),
    customer(5, "lin-zimo", "林子墨", "Lin Zimo", M, "2009-07-21", "CHANGMEN", LIN_HOME, "STUDENT", since="2018-02-14", child_of=4),
    customer(6, "lin-zixuan", "林子萱", "Lin Zixuan", F, "2009-07-21", "CHANGMEN", LIN_HOME, "STUDENT", since="2018-02-14", child_of=4),
    # A woman known by two names, a potter with a surname few can read, a daughter and a new-born son.
    customer(7, "chen-meiling", "陈美玲", "Chen Meiling", F, "1987-04-09", "CHANGMEN", SHAN_HOME, "MANAGER", C4,
             called_en="Meiling Chen", since="2012-06-11"),
    customer(8, "shan-zhiyuan", "单志远", "Shan Zhiyuan", M, "1984-12-01", "CHANGMEN", SHAN_HOME, "SELF_EMPLOYED", C3,
             since="2013-03-05", registered="NP0008"),
    customer(9, "shan-kexin", "单可欣", "Shan Kexin", F, "2019-06-01", "CHANGMEN", SHAN_HOME, "STUDENT", since="2022-06-01", child_of=7),
    prospect(10, "shan-leyan", "单乐言", "Shan Leyan", M, "2026-03-18", "CHANGMEN", SHAN_HOME, "NONE", phone=False),
    # Steel: the owner, his wife, the heir who lives apart, the daughter abroad, the founder.
    customer(11, "ouyang-mingxuan", "欧阳明轩", "Ouyang Mingxuan", M, "1968-06-06", "NANXUN", OUYANG_HOME, "BUSINESS_OWNER", C4,
             since="2003-01-08", registered="NP0011", professional=True, kyc="ENHANCED", aml="MEDIUM"),
    customer(12, "su-wanqing", "苏婉清", "Su Wanqing", F, "1971-09-24", "NANXUN", OUYANG_HOME, "NONE", C3, since="2003-01-08"),
    customer(13, "ouyang-siyuan", "欧阳思远", "Ouyang Siyuan", M, "1996-02-29", "XIHU", HANGZHOU_TOWN, "MANAGER", C5,
             since="2019-09-02", registered="NP0013"),
    customer(14, "ouyang-siqi", "欧阳思齐", "Ouyang Siqi", F, "2002-10-17", "NANXUN", OUYANG_HOME, "STUDENT", C3,
             called_en="Cecilia Ouyang", since="2020-08-20"),
    customer(15, "ouyang-dehou", "欧阳德厚", "Ouyang Dehou", M, "1942-01-15", "NANXUN", OUYANG_OLD_HOME, "RETIRED", C1,
             since="1998-11-30", registered="NP0015"),
    # Two men called Wang Wei, sixteen years and two cities apart, each with a family.
    customer(16, "wang-wei-teacher", "王伟", "Wang Wei", M, "1975-01-20", "CHANGMEN", WANG_HOME, "TEACHER", C2, since="2001-03-19"),
    customer(17, "wang-wei-engineer", "王伟", "Wang Wei", M, "1991-10-05", "XIHU", NEWLYWEDS_HOME, "ENGINEER", C4, since="2014-07-07"),
    customer(18, "li-siqi", "李思琪", "Li Siqi", F, "1993-12-12", "XIHU", NEWLYWEDS_HOME, "PROFESSIONAL", C3, since="2015-10-10"),
    customer(19, "zhang-lijuan", "张丽娟", "Zhang Lijuan", F, "1977-07-03", "CHANGMEN", WANG_HOME, "CLERK", C2, since="2002-05-20"),
    customer(20, "wang-zihan", "王梓涵", "Wang Zihan", F, "2012-04-25", "CHANGMEN", WANG_HOME, "STUDENT", since="2020-06-01", child_of=19),
    # An English couple; he has the permanent resident's card, she a passport.
    customer(21, "james-whitfield", "James Whitfield", "James Whitfield", M, "1978-03-14", "XIHU", ENGLISH_HOME, "TEACHER", C3,
             nationality="GB", since="2018-09-10",
             document=_checked(DocumentKind.PERMANENT_RESIDENT, "93082619780314001", "2031-05-31")),
    customer(22, "emma-clarke", "Emma Clarke", "Emma Clarke", F, "1980-08-08", "XIHU", ENGLISH_HOME, "PROFESSIONAL", C4,
             nationality="GB", since="2018-09-10", document=_passport("900000022", "2029-02-11")),
    # A family of cloth merchants; wife and husband keep their families' names.
    customer(23, "mohammed-al-hashimi", "محمد الهاشمي", "Mohammed Al-Hashimi", M, "1976-11-11", "HUZHOU", HASHIMI_HOME,
             "BUSINESS_OWNER", C3, nationality="JO", since="2015-03-22", document=_passport("X0000023", "2028-06-30"), kyc="ENHANCED"),
    customer(24, "fatima-al-zahrani", "فاطمة الزهراني", "Fatima Al-Zahrani", F, "1981-05-27", "HUZHOU", HASHIMI_HOME,
             "NONE", nationality="JO", since="2016-01-11", document=_passport("X0000024", "2028-06-30")),
    customer(25, "yusuf-al-hashimi", "يوسف الهاشمي", "Yusuf Al-Hashimi", M, "2006-02-02", "HUZHOU", HASHIMI_HOME,
             "STUDENT", nationality="JO", since="2023-09-01", document=_passport("X0000025", "2027-08-15")),
    customer(26, "layla-al-hashimi", "ليلى الهاشمي", "Layla Al-Hashimi", F, "2013-09-19", "HUZHOU", HASHIMI_HOME,
             "STUDENT", nationality="JO", since="2023-09-01", child_of=23, document=_passport("X0000026", "2027-08-15")),
    # He sleeps on a fortune; his daughter banks elsewhere.
    customer(27, "gu-chunsheng", "顾春生", "Gu Chunsheng", M, "1958-02-11", "JINJI", GU_HOME, "RETIRED", C2, "2024-11-05", since="2009-04-16"),
    prospect(28, "gu-ting", "顾婷", "Gu Ting", F, "1986-06-30", "JINJI", GU_HOME, "PROFESSIONAL"),
    # A widow with an assessment that has run out, and a son who lives apart.
    customer(29, "ye-zhiqiu", "叶知秋", "Ye Zhiqiu", F, "1962-10-08", "XIHU", YE_HOME, "RETIRED", C4, "2025-06-30",
             since="2006-12-12", professional=True),
    customer(30, "luo-zixuan", "罗子轩", "Luo Zixuan", M, "1990-05-05", "XIHU", HANGZHOU_TOWN, "ENGINEER", C5, since="2013-11-11"),
)  # fmt: skip

COMPANY_PEOPLE = (
    # Harbour Steel
    customer(31, "he-aida", "何艾达", "He Aida", F, "1980-03-03", "HUZHOU", HUZHOU_TOWN, "MANAGER", C3, called_en="Ada He",
             since="2010-02-20", registered="NP0031"),
    customer(32, "zeng-wenbin", "曾文彬", "Zeng Wenbin", M, "1973-09-15", "NANXUN", HUZHOU_TOWN, "MANAGER", C4,
             since="2007-08-08", registered="NP0032"),
    customer(33, "xie-yutong", "解雨桐", "Xie Yutong", F, "1992-04-04", "NANXUN", HUZHOU_TOWN, "CLERK", C2, since="2017-07-01"),
    customer(34, "zhao-tiejun", "赵铁军", "Zhao Tiejun", M, "1985-10-01", "NANXUN", STEEL_DORMITORY, "WORKER", C2, since="2011-03-01"),
    customer(35, "qian-huimin", "钱慧敏", "Qian Huimin", F, "1988-01-19", "NANXUN", STEEL_DORMITORY, "CLERK", C3, since="2014-03-01"),
    customer(36, "sun-lixin", "孙立新", "Sun Lixin", M, "1998-08-16", "NANXUN", STEEL_DORMITORY, "WORKER", since="2021-07-01", crm=False),
    customer(37, "zhu-hongmei", "朱红梅", "Zhu Hongmei", F, "1971-09-30", "NANXUN", STEEL_DORMITORY, "WORKER", C1, since="2003-05-01"),
    # the hospital
    customer(38, "jiang-bowen", "蒋博文", "Jiang Bowen", M, "1967-05-23", "CHANGMEN", HOSPITAL_FLATS, "MANAGER", C3, since="2005-05-05", registered="NP0038"),
    customer(39, "xu-jingyi", "许静怡", "Xu Jingyi", F, "1978-12-24", "CHANGMEN", HOSPITAL_FLATS, "MANAGER", C2, since="2009-10-19"),
    customer(40, "zheng-haiyan", "郑海燕", "Zheng Haiyan", F, "1990-02-18", "CHANGMEN", HOSPITAL_FLATS, "PROFESSIONAL", C2, since="2014-08-01"),
    # Heron, listed in June
    customer(41, "lu-yiming", "陆一鸣", "Lu Yiming", M, "1982-07-26", "JINJI", LU_HOME, "BUSINESS_OWNER", C5, "2026-06-25",
             since="2016-10-18", registered="NP0041", professional=True, kyc="ENHANCED"),
    customer(42, "tang-ruoxi", "唐若溪", "Tang Ruoxi", F, "1986-03-31", "JINJI", SUZHOU_TOWN, "MANAGER", C4,
             since="2018-04-12", registered="NP0042"),
    customer(43, "gao-yunzhou", "高云舟", "Gao Yunzhou", M, "1979-11-29", "JINJI", SUZHOU_TOWN, "ENGINEER", C4,
             since="2016-11-02", registered="NP0043"),
    customer(44, "wong-wing-sze", "黄咏诗", "Wong Wing Sze", F, "1988-08-18", "JINJI", SUZHOU_TOWN, "PROFESSIONAL", C4,
             nationality="HK", since="2020-01-06",
             document=_checked(DocumentKind.HONG_KONG_RESIDENT, "81000019880818004", "2029-12-31")),
    # Egret Logistics, the sub-district office
    customer(45, "ma-zhihe", "马致和", "Ma Zhihe", M, "1974-04-14", "NANXUN", HUZHOU_TOWN, "BUSINESS_OWNER", C3,
             since="2012-12-03", registered="NP0045"),
    customer(46, "feng-guoqing", "冯国庆", "Feng Guoqing", M, "1972-10-01", "NANXUN", HUZHOU_TOWN, "CIVIL_SERVANT", C1, since="2008-03-03", registered="NP0046"),
    customer(47, "deng-suzhen", "邓素珍", "Deng Suzhen", F, "1979-06-19", "NANXUN", HUZHOU_TOWN, "CIVIL_SERVANT", C2, since="2010-06-21"),
    # not customers: the ore traders, father and daughter; the partner of the fund
    prospect(48, "shi-anping", "石安平", "Shi Anping", M, "1967-12-07", "HUZHOU", NINGBO_TOWN, "BUSINESS_OWNER", registered="NP0048"),
    prospect(49, "shi-wanru", "石婉如", "Shi Wanru", F, "1994-09-09", "HUZHOU", NINGBO_TOWN, "MANAGER", registered="NP0049"),
    prospect(50, "qin-yifei", "秦逸飞", "Qin Yifei", M, "1977-01-31", "XIHU", HANGZHOU_TOWN, "PROFESSIONAL", registered="NP0050"),
)  # fmt: skip

OTHERS = (
    # She carries her money to another bank; the three after her pay one stranger on one adviser's word.
    customer(51, "fang-xiaowen", "方晓雯", "Fang Xiaowen", F, "1983-07-07", "XIHU", HANGZHOU_TOWN, "BUSINESS_OWNER", C4, since="2011-01-17"),
    customer(52, "tian-shouye", "田守业", "Tian Shouye", M, "1947-05-01", "JINJI", SUZHOU_TOWN, "RETIRED", C1, "2025-12-01", since="2000-06-06"),
    customer(53, "fan-xiulan", "范秀兰", "Fan Xiulan", F, "1955-11-20", "JINJI", SUZHOU_TOWN, "RETIRED", C2, since="2007-02-27"),
    customer(54, "qiu-shan", "仇珊", "Qiu Shan", F, "1989-03-08", "JINJI", SUZHOU_TOWN, "PROFESSIONAL", C3, since="2015-05-15"),
    # The rest of a bank's day.
    customer(55, "han-xuemei", "韩雪梅", "Han Xuemei", F, "1999-01-27", "XIHU", HANGZHOU_TOWN, "CLERK", C1, since="2022-03-12"),
    customer(56, "peng-yuhang", "彭宇航", "Peng Yuhang", M, "2004-06-18", "XIHU", HANGZHOU_TOWN, "STUDENT", since="2022-09-05", aml="HIGH", crm=False),
    customer(57, "ge-dexiang", "盖德祥", "Ge Dexiang", M, "1949-10-01", "CHANGMEN", SUZHOU_TOWN, "RETIRED", since="1999-09-09", crm=False),
    customer(58, "piao-enxi", "朴恩熙", "Piao Enxi", F, "1984-02-20", "JINJI", SUZHOU_TOWN, "PROFESSIONAL", C3, since="2012-02-20"),
    customer(59, "lukas-brandt", "Lukas Brandt", "Lukas Brandt", M, "1985-09-12", "JINJI", SUZHOU_TOWN, "ENGINEER", C3, nationality="DE",
             since="2024-05-06", document=_passport("C00000059", "2030-04-30")),
    customer(60, "cao-jianye", "曹建业", "Cao Jianye", M, "1963-03-21", "HUZHOU", HUZHOU_TOWN, "SELF_EMPLOYED", C2, since="2010-10-10"),
)  # fmt: skip

PEOPLE = FAMILIES + COMPANY_PEOPLE + OTHERS

SIGHTINGS = (
    # At a salon in Shanghai she gave her card: another name, another number, the same woman.
    Sighting("C-0907", "chen-meiling", "Meiling Chen", phone="13800000907", email="meiling.chen@example.com"),
    # The branch wrote down a lead and did not search first.
    Sighting("C-0941", "lu-yiming", "陆一鸣", phone="13800000041", home=LU_HOME),
)
