"""The Nice classification: its editions, and the classes in short words of their own. Pure.

The words help to find a number; what is protected is the list of goods in the application.
"""

from dataclasses import dataclass
from datetime import date

from app.core.text import fold, words

EDITIONS = (
    (date(2023, 1, 1), "NCL 12-2023"),
    (date(2024, 1, 1), "NCL 12-2024"),
    (date(2025, 1, 1), "NCL 12-2025"),
    (date(2026, 1, 1), "NCL 13-2026"),
)
"""First day in force -> edition and version."""
CLASSES = {
    1: ("Hóa chất, phân bón", "Chemicals, fertilisers"),
    2: ("Sơn, véc ni, chất nhuộm", "Paints, varnishes, dyes"),
    3: ("Mỹ phẩm, xà phòng, chất tẩy rửa, tinh dầu", "Cosmetics, soap, cleaning, essential oils"),
    4: ("Nến, dầu mỡ công nghiệp, nhiên liệu", "Candles, industrial oils, fuels"),
    5: ("Dược phẩm, thực phẩm chức năng, thuốc bảo vệ thực vật", "Medicines, food supplements, pesticides"),
    6: ("Kim loại thường và đồ bằng kim loại", "Common metals and goods of metal"),
    7: ("Máy, máy công cụ, máy nông nghiệp", "Machines, machine tools, farm machines"),
    8: ("Dụng cụ cầm tay, dao kéo", "Hand tools, knives and scissors"),
    9: ("Thiết bị điện tử, phần mềm", "Electronics, software"),
    10: ("Thiết bị y tế", "Medical apparatus"),
    11: ("Đèn, bếp, thiết bị sấy, lọc nước", "Lamps, stoves, dryers, water filters"),
    12: ("Xe cộ, thuyền", "Vehicles, boats"),
    13: ("Pháo hoa, vũ khí", "Fireworks, weapons"),
    14: ("Trang sức, kim loại quý, đồng hồ", "Jewellery, precious metals, clocks"),
    15: ("Nhạc cụ", "Musical instruments"),
    16: ("Giấy, tranh in, bao bì giấy, văn phòng phẩm", "Paper, prints, paper packing, stationery"),
    17: ("Cao su, vật liệu cách điện", "Rubber, insulating materials"),
    18: ("Đồ da, túi xách, va li", "Leather goods, bags, suitcases"),
    19: (
        "Vật liệu xây dựng không bằng kim loại, gạch, đá, gỗ xây dựng",
        "Building materials not of metal, bricks",
    ),
    20: ("Đồ gỗ, mây tre đan, nội thất", "Furniture, wicker and bamboo ware"),
    21: ("Gốm sứ, thủy tinh, đồ dùng nhà bếp", "Ceramics, glass, kitchen ware"),
    22: ("Dây, lưới, bao đay, sợi thô", "Ropes, nets, sacks, raw fibres"),
    23: ("Sợi dệt", "Yarns and threads"),
    24: ("Vải, chăn, khăn, thổ cẩm", "Fabrics, blankets, towels, brocade"),
    25: ("Quần áo, giày dép, nón mũ", "Clothing, shoes, hats"),
    26: ("Thêu, ren, ruy băng, cúc", "Embroidery, lace, ribbons, buttons"),
    27: ("Chiếu, thảm", "Mats, carpets"),
    28: ("Đồ chơi, dụng cụ thể thao", "Toys, sports goods"),
    29: ("Thịt, cá, hải sản, rau quả chế biến, sữa, dầu ăn", "Meat, fish, processed fruit, milk, edible oil"),
    30: (
        "Cà phê, trà, gạo, bún, bánh kẹo, gia vị, nước chấm, mật ong",
        "Coffee, tea, rice, noodles, sweets, honey",
    ),
    31: ("Nông sản tươi, hạt giống, hoa, thức ăn chăn nuôi", "Fresh produce, seeds, flowers, animal feed"),
    32: ("Bia, nước giải khát, nước ép", "Beer, soft drinks, juices"),
    33: ("Rượu", "Wines and spirits"),
    34: ("Thuốc lá", "Tobacco"),
    35: ("Mua bán, quảng cáo, cửa hàng", "Trade, advertising, shops"),
    36: ("Tài chính, bảo hiểm, bất động sản", "Finance, insurance, property"),
    37: ("Xây dựng, sửa chữa, lắp đặt", "Building, repair, installation"),
    38: ("Viễn thông", "Telecommunications"),
    39: ("Vận chuyển, du lịch, kho bãi", "Transport, travel, storage"),
    40: ("Gia công, chế biến theo đơn đặt hàng", "Processing of materials to order"),
    41: ("Giáo dục, giải trí, biểu diễn", "Education, entertainment, shows"),
    42: ("Nghiên cứu, thiết kế, công nghệ thông tin", "Research, design, computing"),
    43: ("Ăn uống, lưu trú", "Food and drink, lodging"),
    44: ("Y tế, chăm sóc sức khỏe, nông nghiệp", "Health and beauty care, agriculture services"),
    45: ("Pháp lý, an ninh", "Legal and security services"),
}
"""Number -> short words in Vietnamese and English."""


@dataclass(frozen=True, slots=True)
class NiceClass:
    number: int
    vi: str
    en: str


def edition_on(day: date) -> str:
    """The edition in force on a day; "" for days before the first one listed here."""
    return next((name for begin, name in reversed(EDITIONS) if begin <= day), "")


def find_classes(text: str) -> list[NiceClass]:
    """Those with each word asked for, with or without accents, or whose number is asked for; all for ""."""
    wanted = fold(text).split()
    rows = [NiceClass(number, vi, en) for number, (vi, en) in CLASSES.items()]
    return [row for row in rows if all(_names(row, word) for word in wanted)]


def _names(row: NiceClass, word: str) -> bool:
    return word == str(row.number) if word.isdigit() else word in words(fold(f"{row.vi} {row.en}"))
