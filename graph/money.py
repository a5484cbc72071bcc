"""Money as exact integers: minor units by ISO 4217."""

import re

CURRENCIES = frozenset(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL "
    "HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD "
    "MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG "
    "QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD "
    "TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG".split()
)
EXPONENTS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    "CLF": 4,
}
HUNDREDTHS = CURRENCIES - EXPONENTS.keys()
LARGEST = 2**63 - 1
_NUMBER = re.compile(r"([+-]?)(\d{1,18})(?:\.(\d*))?", re.ASCII)


def exponent(currency: str) -> int:
    """How many decimals a currency's amounts have. Raises ValueError for what is not a currency."""
    if currency not in CURRENCIES:
        raise ValueError("not an ISO 4217 currency")
    return EXPONENTS.get(currency, 2)


def minor_units(text: str, currency: str) -> int:
    """`12.30` CNY as 1230. Raises ValueError where the text is no plain number or finer than the currency."""
    whole, _, cents = text.partition(".")
    if len(cents) == 2 and len(whole) < 17 and currency in HUNDREDTHS and text.isascii() and whole.isdigit() and cents.isdigit():
        return int(whole + cents)  # nearly all
    found = _NUMBER.fullmatch(text)
    if not found:
        raise ValueError("not a plain decimal number")
    decimals, part = exponent(currency), found[3] or ""
    units = int(found[2] + part[:decimals].ljust(decimals, "0"))
    if part[decimals:].strip("0") or units > LARGEST:
        raise ValueError("finer or larger than the currency allows")
    return -units if found[1] == "-" else units


def told(minor: int, currency: str) -> str:
    """`1230` of CNY as `12.30`. Raises ValueError for what is not a currency."""
    if minor >= 0 and currency in HUNDREDTHS:  # nearly all
        return f"{minor // 100}.{minor % 100:02}"
    digits = exponent(currency)
    if not digits:
        return str(minor)
    whole, part = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{whole}.{part:0{digits}d}"
