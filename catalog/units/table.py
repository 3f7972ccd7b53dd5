"""Provinces and cities of Việt Nam as dated facts: the list of 2004 and that of 1 July 2025.

Sources: the statistics office's code list; Decision 19/2025/QĐ-TTg; regions from Circular 35/2010/TT-BCT,
article 2.3, and later regional rounds. No regional list made after the mergers was found: those of 2025
follow from their parts. Codes were reused in 2025 with another meaning (15, 24, 44, 52, 80, 82, 91).
"""

from dataclasses import dataclass
from datetime import date

from catalog.enums import Region, UnitKind

V2004 = "2004"
V2025 = "2025"
FROM_2004 = date(2004, 1, 1)
UNTIL_2004 = date(2025, 6, 30)
FROM_2025 = date(2025, 7, 1)

PROVINCE, CITY = UnitKind.PROVINCE, UnitKind.CITY
NORTH, CENTRE, SOUTH = Region.NORTH, Region.CENTRE, Region.SOUTH

ENGLISH_NAMES = {"Hà Nội": "Hanoi", "Hồ Chí Minh": "Ho Chi Minh City"}
"""English forms that are not simply the Vietnamese name without marks."""


@dataclass(frozen=True, slots=True)
class EarlierForm:
    """What a unit was called, and of which kind it was, before a day within its list."""

    until: date
    name: str
    kind: UnitKind


EARLIER_FORMS = {
    (V2004, "46"): EarlierForm(date(2024, 12, 31), "Thừa Thiên Huế", PROVINCE),
    (V2025, "75"): EarlierForm(date(2026, 4, 29), "Đồng Nai", PROVINCE),
}

NOTES = {
    (V2004, "38"): "Region inferred from the count of 28 northern provinces; hosted its round of 2022.",
    (V2004, "40"): "Hosted the northern round of 2018.",
    (V2004, "42"): "Region confirmed by the northern result of 2022.",
    (V2004, "45"): "Counted among the 15 of the region; hosted its round of 2024.",
    (V2004, "46"): "Centrally-run city from 1 January 2025.",
    (V2004, "48"): "Holds the Hoàng Sa island district.",
    (V2004, "56"): "Holds the Trường Sa island district.",
    (V2004, "60"): "Region confirmed by the southern result of 2024.",
    (V2025, "48"): "Holds the Hoàng Sa special zone.",
    (V2025, "56"): "Holds the Trường Sa special zone.",
    (V2025, "68"): (
        "Region uncertain: joins Lâm Đồng and Đắk Nông (Centre and Highlands) with Bình Thuận (South);"
        " no official list made after the merger was found."
    ),
    (V2025, "75"): "Centrally-run city from 30 April 2026 (Resolution 30/2026/QH16).",
}

# code, name, kind, region, code of the unit of 2025 it went into
LIST_2004 = (
    ("01", "Hà Nội", CITY, NORTH, "01"),
    ("02", "Hà Giang", PROVINCE, NORTH, "08"),
    ("04", "Cao Bằng", PROVINCE, NORTH, "04"),
    ("06", "Bắc Kạn", PROVINCE, NORTH, "19"),
    ("08", "Tuyên Quang", PROVINCE, NORTH, "08"),
    ("10", "Lào Cai", PROVINCE, NORTH, "15"),
    ("11", "Điện Biên", PROVINCE, NORTH, "11"),
    ("12", "Lai Châu", PROVINCE, NORTH, "12"),
    ("14", "Sơn La", PROVINCE, NORTH, "14"),
    ("15", "Yên Bái", PROVINCE, NORTH, "15"),
    ("17", "Hòa Bình", PROVINCE, NORTH, "25"),
    ("19", "Thái Nguyên", PROVINCE, NORTH, "19"),
    ("20", "Lạng Sơn", PROVINCE, NORTH, "20"),
    ("22", "Quảng Ninh", PROVINCE, NORTH, "22"),
    ("24", "Bắc Giang", PROVINCE, NORTH, "24"),
    ("25", "Phú Thọ", PROVINCE, NORTH, "25"),
    ("26", "Vĩnh Phúc", PROVINCE, NORTH, "25"),
    ("27", "Bắc Ninh", PROVINCE, NORTH, "24"),
    ("30", "Hải Dương", PROVINCE, NORTH, "31"),
    ("31", "Hải Phòng", CITY, NORTH, "31"),
    ("33", "Hưng Yên", PROVINCE, NORTH, "33"),
    ("34", "Thái Bình", PROVINCE, NORTH, "33"),
    ("35", "Hà Nam", PROVINCE, NORTH, "37"),
    ("36", "Nam Định", PROVINCE, NORTH, "37"),
    ("37", "Ninh Bình", PROVINCE, NORTH, "37"),
    ("38", "Thanh Hóa", PROVINCE, NORTH, "38"),
    ("40", "Nghệ An", PROVINCE, NORTH, "40"),
    ("42", "Hà Tĩnh", PROVINCE, NORTH, "42"),
    ("44", "Quảng Bình", PROVINCE, CENTRE, "44"),
    ("45", "Quảng Trị", PROVINCE, CENTRE, "44"),
    ("46", "Huế", CITY, CENTRE, "46"),
    ("48", "Đà Nẵng", CITY, CENTRE, "48"),
    ("49", "Quảng Nam", PROVINCE, CENTRE, "48"),
    ("51", "Quảng Ngãi", PROVINCE, CENTRE, "51"),
    ("52", "Bình Định", PROVINCE, CENTRE, "52"),
    ("54", "Phú Yên", PROVINCE, CENTRE, "66"),
    ("56", "Khánh Hòa", PROVINCE, CENTRE, "56"),
    ("58", "Ninh Thuận", PROVINCE, CENTRE, "56"),
    ("60", "Bình Thuận", PROVINCE, SOUTH, "68"),
    ("62", "Kon Tum", PROVINCE, CENTRE, "51"),
    ("64", "Gia Lai", PROVINCE, CENTRE, "52"),
    ("66", "Đắk Lắk", PROVINCE, CENTRE, "66"),
    ("67", "Đắk Nông", PROVINCE, CENTRE, "68"),
    ("68", "Lâm Đồng", PROVINCE, CENTRE, "68"),
    ("70", "Bình Phước", PROVINCE, SOUTH, "75"),
    ("72", "Tây Ninh", PROVINCE, SOUTH, "80"),
    ("74", "Bình Dương", PROVINCE, SOUTH, "79"),
    ("75", "Đồng Nai", PROVINCE, SOUTH, "75"),
    ("77", "Bà Rịa - Vũng Tàu", PROVINCE, SOUTH, "79"),
    ("79", "Hồ Chí Minh", CITY, SOUTH, "79"),
    ("80", "Long An", PROVINCE, SOUTH, "80"),
    ("82", "Tiền Giang", PROVINCE, SOUTH, "82"),
    ("83", "Bến Tre", PROVINCE, SOUTH, "86"),
    ("84", "Trà Vinh", PROVINCE, SOUTH, "86"),
    ("86", "Vĩnh Long", PROVINCE, SOUTH, "86"),
    ("87", "Đồng Tháp", PROVINCE, SOUTH, "82"),
    ("89", "An Giang", PROVINCE, SOUTH, "91"),
    ("91", "Kiên Giang", PROVINCE, SOUTH, "91"),
    ("92", "Cần Thơ", CITY, SOUTH, "92"),
    ("93", "Hậu Giang", PROVINCE, SOUTH, "92"),
    ("94", "Sóc Trăng", PROVINCE, SOUTH, "92"),
    ("95", "Bạc Liêu", PROVINCE, SOUTH, "96"),
    ("96", "Cà Mau", PROVINCE, SOUTH, "96"),
)
# code, name, kind (the latest), region
LIST_2025 = (
    ("01", "Hà Nội", CITY, NORTH),
    ("04", "Cao Bằng", PROVINCE, NORTH),
    ("08", "Tuyên Quang", PROVINCE, NORTH),
    ("11", "Điện Biên", PROVINCE, NORTH),
    ("12", "Lai Châu", PROVINCE, NORTH),
    ("14", "Sơn La", PROVINCE, NORTH),
    ("15", "Lào Cai", PROVINCE, NORTH),
    ("19", "Thái Nguyên", PROVINCE, NORTH),
    ("20", "Lạng Sơn", PROVINCE, NORTH),
    ("22", "Quảng Ninh", PROVINCE, NORTH),
    ("24", "Bắc Ninh", PROVINCE, NORTH),
    ("25", "Phú Thọ", PROVINCE, NORTH),
    ("31", "Hải Phòng", CITY, NORTH),
    ("33", "Hưng Yên", PROVINCE, NORTH),
    ("37", "Ninh Bình", PROVINCE, NORTH),
    ("38", "Thanh Hóa", PROVINCE, NORTH),
    ("40", "Nghệ An", PROVINCE, NORTH),
    ("42", "Hà Tĩnh", PROVINCE, NORTH),
    ("44", "Quảng Trị", PROVINCE, CENTRE),
    ("46", "Huế", CITY, CENTRE),
    ("48", "Đà Nẵng", CITY, CENTRE),
    ("51", "Quảng Ngãi", PROVINCE, CENTRE),
    ("52", "Gia Lai", PROVINCE, CENTRE),
    ("56", "Khánh Hòa", PROVINCE, CENTRE),
    ("66", "Đắk Lắk", PROVINCE, CENTRE),
    ("68", "Lâm Đồng", PROVINCE, CENTRE),
    ("75", "Đồng Nai", CITY, SOUTH),
    ("79", "Hồ Chí Minh", CITY, SOUTH),
    ("80", "Tây Ninh", PROVINCE, SOUTH),
    ("82", "Đồng Tháp", PROVINCE, SOUTH),
    ("86", "Vĩnh Long", PROVINCE, SOUTH),
    ("91", "An Giang", PROVINCE, SOUTH),
    ("92", "Cần Thơ", CITY, SOUTH),
    ("96", "Cà Mau", PROVINCE, SOUTH),
)

FIRST_COMMUNES = (
    ("00004", "01"), ("00691", "02"), ("01273", "04"), ("01840", "06"), ("02212", "08"), ("02647", "10"),
    ("03127", "11"), ("03388", "12"), ("03646", "14"), ("04252", "15"), ("04792", "17"), ("04930", "01"),
    ("04960", "17"), ("05443", "19"), ("05977", "20"), ("06652", "22"), ("07210", "24"), ("07894", "25"),
    ("08707", "26"), ("08974", "01"), ("09025", "26"), ("09169", "27"), ("09552", "01"), ("10507", "30"),
    ("11311", "31"), ("11953", "33"), ("12452", "34"), ("13285", "35"), ("13669", "36"), ("14329", "37"),
    ("14758", "38"), ("16681", "40"), ("18073", "42"), ("18859", "44"), ("19333", "45"), ("19753", "46"),
    ("20194", "48"), ("20335", "49"), ("21025", "51"), ("21553", "52"), ("22015", "54"), ("22333", "56"),
    ("22738", "58"), ("22918", "60"), ("23284", "62"), ("23563", "64"), ("24121", "66"), ("24611", "67"),
    ("24778", "68"), ("25195", "70"), ("25459", "72"), ("25747", "74"), ("25993", "75"), ("26506", "77"),
    ("26737", "79"), ("27694", "80"), ("28249", "82"), ("28756", "83"), ("29242", "84"), ("29551", "86"),
    ("29869", "87"), ("30292", "89"), ("30742", "91"), ("31120", "92"), ("31321", "93"), ("31507", "94"),
    ("31825", "95"), ("32002", "96"),
)  # fmt: skip
"""The first code of communes and the province of the list of 2004 whose communes have the codes from there on.

The statistics office numbered communes in the order of the provinces, and a commune of 2025 has the code of one that
went into it. Those given to Hà Nội in 2008 from Hoà Bình and Vĩnh Phúc kept their codes.
"""
