"""Countries by their two letters, whatever code or language names them."""

from functools import lru_cache

from ingest.match.standard.places import words

# ISO 3166: three letters, then the two.
_OF_THREE = (
    "AFG AF ALA AX ALB AL DZA DZ ASM AS AND AD AGO AO AIA AI ATA AQ ATG AG ARG AR ARM AM ABW AW AUS AU AUT AT AZE AZ BHS BS BHR BH "
    "BGD BD BRB BB BLR BY BEL BE BLZ BZ BEN BJ BMU BM BTN BT BOL BO BES BQ BIH BA BWA BW BVT BV BRA BR IOT IO BRN BN BGR BG BFA BF "
    "BDI BI CPV CV KHM KH CMR CM CAN CA CYM KY CAF CF TCD TD CHL CL CHN CN CXR CX CCK CC COL CO COM KM COG CG COD CD COK CK CRI CR "
    "CIV CI HRV HR CUB CU CUW CW CYP CY CZE CZ DNK DK DJI DJ DMA DM DOM DO ECU EC EGY EG SLV SV GNQ GQ ERI ER EST EE SWZ SZ ETH ET "
    "FLK FK FRO FO FJI FJ FIN FI FRA FR GUF GF PYF PF ATF TF GAB GA GMB GM GEO GE DEU DE GHA GH GIB GI GRC GR GRL GL GRD GD GLP GP "
    "GUM GU GTM GT GGY GG GIN GN GNB GW GUY GY HTI HT HMD HM VAT VA HND HN HKG HK HUN HU ISL IS IND IN IDN ID IRN IR IRQ IQ IRL IE "
    "IMN IM ISR IL ITA IT JAM JM JPN JP JEY JE JOR JO KAZ KZ KEN KE KIR KI PRK KP KOR KR KWT KW KGZ KG LAO LA LVA LV LBN LB LSO LS "
    "LBR LR LBY LY LIE LI LTU LT LUX LU MAC MO MDG MG MWI MW MYS MY MDV MV MLI ML MLT MT MHL MH MTQ MQ MRT MR MUS MU MYT YT MEX MX "
    "FSM FM MDA MD MCO MC MNG MN MNE ME MSR MS MAR MA MOZ MZ MMR MM NAM NA NRU NR NPL NP NLD NL NCL NC NZL NZ NIC NI NER NE NGA NG "
    "NIU NU NFK NF MKD MK MNP MP NOR NO OMN OM PAK PK PLW PW PSE PS PAN PA PNG PG PRY PY PER PE PHL PH PCN PN POL PL PRT PT PRI PR "
    "QAT QA REU RE ROU RO RUS RU RWA RW BLM BL SHN SH KNA KN LCA LC MAF MF SPM PM VCT VC WSM WS SMR SM STP ST SAU SA SEN SN SRB RS "
    "SYC SC SLE SL SGP SG SXM SX SVK SK SVN SI SLB SB SOM SO ZAF ZA SGS GS SSD SS ESP ES LKA LK SDN SD SUR SR SJM SJ SWE SE CHE CH "
    "SYR SY TWN TW TJK TJ TZA TZ THA TH TLS TL TGO TG TKL TK TON TO TTO TT TUN TN TUR TR TKM TM TCA TC TUV TV UGA UG UKR UA ARE AE "
    "GBR GB UMI UM USA US URY UY UZB UZ VUT VU VEN VE VNM VN VGB VG VIR VI WLF WF ESH EH YEM YE ZMB ZM ZWE ZW"
).split()
_ALSO = {
    "uk": "gb", "great britain": "gb", "england": "gb", "scotland": "gb", "u k": "gb", "u s a": "us", "u s": "us", "america": "us",
    "united states of america": "us", "czechia": "cz", "tschechien": "cz", "捷克": "cz", "holland": "nl", "korea": "kr",
    "peoples republic of china": "cn", "people s republic of china": "cn", "p r china": "cn", "prc": "cn", "中华人民共和国": "cn",
    "中国大陆": "cn", "mainland china": "cn", "中国香港": "hk", "hong kong sar": "hk", "中国澳门": "mo", "中国台湾": "tw",
    "republic of ireland": "ie", "eire": "ie", "viet nam": "vn", "kaimaninseln": "ky", "grossbritannien": "gb",
    "vereinigte staaten": "us", "türkiye": "tr", "turkiye": "tr",
}  # fmt: skip


def country(text: str | None) -> str | None:
    """`gb` for GB, GBR, United Kingdom, Großbritannien, 英国; what is no country's name stays as its words."""
    plain = words(text)
    if plain is None or (len(plain) == 2 and plain.isascii() and plain not in _ALSO):
        return plain
    return _by_name().get(plain, plain)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    """What the telephone numbers' own package knows, of the languages that it knows, besides codes of three letters."""
    from phonenumbers.geodata.locale import LOCALE_DATA  # a third of a second, where anything but a code of two is met

    known = dict[str, str]()
    for code, names in LOCALE_DATA.items():
        for name in names.values():
            if not name.startswith("*") and (plain := words(name)):
                known.setdefault(plain, code.lower())
    three = {long.lower(): short.lower() for long, short in zip(_OF_THREE[::2], _OF_THREE[1::2], strict=True)}
    return known | three | _ALSO
