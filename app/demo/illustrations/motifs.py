"""Which picture fits a product: by the words of its name, its own group first."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from app.core.text import nfc
from app.demo.illustrations import craft, drinks, food, patterns, workshop
from app.demo.illustrations.brush import Brush
from catalog.enums import ProductGroup

Drawing = Callable[[Brush, Random], None]


@dataclass(frozen=True, slots=True)
class Motif:
    """The thing and a close-up of what it is made of."""

    thing: Drawing
    close_up: Drawing


_VASE = Motif(craft.vase, patterns.glaze)
_TEA_SET = Motif(craft.tea_set, patterns.glaze)
_BASKET = Motif(craft.basket, patterns.weave)
_LACQUER = Motif(craft.lacquer_box, patterns.lacquer)
_CLOTH = Motif(craft.cloth, patterns.brocade)
_CABINET = Motif(craft.cabinet, patterns.grain)
_JAR = Motif(food.jar, patterns.spice)
_PRESS = Motif(workshop.press, patterns.mesh)
_PARCEL = Motif(workshop.parcel, patterns.brocade)

# Words keep their marks: without them "chè" (tea) and "chế" (to process) would be one.
_BY_WORD: dict[ProductGroup, tuple[tuple[str, Motif], ...]] = {
    ProductGroup.CRAFT: (
        ("trống|chiêng|chuông|đồng|đúc", Motif(craft.drum, patterns.bronze)),
        ("ấm|chén|khay trà|bộ trà", _TEA_SET),
        ("nón|mũ", Motif(craft.hat, patterns.straw)),
        ("đũa", Motif(craft.chopsticks, patterns.grain)),
        ("vòng|trang sức|bạc", Motif(craft.bracelets, patterns.lacquer)),
        ("mây|tre|trúc|cói|cỏ|lục bình|bèo|đan|sọt|giỏ|chiếu|guột|ghế mây|bàn mây", _BASKET),
        ("sơn mài|khảm|hộp|tráp|sừng", _LACQUER),
        ("lụa|vải|thổ cẩm|dệt|khăn|thêu|áo|tơ|len|đũi|túi", _CLOTH),
        ("tủ|bàn|ghế|gỗ|mộc|chạm|khắc|tượng|giá|tranh|chiều", _CABINET),
        ("gốm|sứ|bình|lọ|men", _VASE),
    ),
    ProductGroup.FOOD: (
        ("nước mắm|mắm|nước tương|giấm|dấm|rượu", Motif(drinks.sauce_bottles, patterns.brine)),
        ("mật ong|mật", Motif(food.honey, patterns.combs)),
        ("cà phê|cacao|ca cao", Motif(drinks.coffee, patterns.beans)),
        ("trà|chè", Motif(drinks.tea, patterns.leaves)),
        ("nước ép|nước cốt|sinh tố|nước quả|siro", Motif(drinks.juice, patterns.slices)),
        ("nước khoáng|nước uống|nước", Motif(drinks.water, patterns.ripples)),
        ("đông trùng|sâm|nấm|linh chi", Motif(food.mushrooms, patterns.herbs)),
        ("bánh tráng|bánh đa|bánh phồng", Motif(food.rice_paper, patterns.crust)),
        ("bánh chưng|bánh tét|bánh giầy|bánh gai", Motif(food.cake, patterns.wrapped)),
        ("bánh|kẹo|mè xửng|cốm", Motif(food.biscuits, patterns.crust)),
        ("miến|bún|phở|mì|mỳ|hủ tiếu", Motif(food.noodles, patterns.strands)),
        ("giò|chả|xúc xích|lạp xưởng|nem|thịt", Motif(food.sausages, patterns.spice)),
        ("cá|mực|tôm|hải sản|ruốc|chà bông|cua|hàu", Motif(food.seafood, patterns.brine)),
        ("gạo|cơm|nếp|lúa|tấm", Motif(food.rice, patterns.grains)),
        ("hạt|điều|macca|lạc|đậu|mè", Motif(food.nuts, patterns.kernels)),
        (
            "sấy|mứt|sầu riêng|thanh long|chuối|xoài|mít|dừa|cam|vải thiều|nhãn",
            Motif(food.dried, patterns.slices),
        ),
        ("tiêu|ớt|nghệ|gia vị|bột|tinh bột|muối|sa tế|tỏi|gừng|quế|hồi", _JAR),
    ),
    ProductGroup.MACHINE: (
        ("cày|bừa|máy kéo|xới|gặt|cấy|máy làm đất", Motif(workshop.tiller, patterns.mesh)),
        ("dao|kéo|cuốc|xẻng|rìu|liềm|rựa", Motif(workshop.blades, patterns.grain)),
        ("bánh răng|phụ tùng|khuôn|trục|vòng bi|bu lông|đúc", Motif(workshop.gears, patterns.mesh)),
        ("đầm|bơm|động cơ|mô tơ|phun|máy phát", Motif(workshop.engine_tool, patterns.mesh)),
    ),
    ProductGroup.OTHER: (
        ("xà phòng|xà bông|sữa tắm|dầu gội|kem", Motif(workshop.soap, patterns.bubbles)),
        ("hương|nhang|trầm|nến", Motif(workshop.incense, patterns.spice)),
        ("tinh dầu|dầu|mọc tóc|mỹ phẩm|serum|cao", Motif(workshop.oil, patterns.herbs)),
        ("gạch|ngói|đá|xi măng|bê tông", Motif(workshop.bricks, patterns.masonry)),
        ("kính|thớt|in|gương", Motif(workshop.glass_board, patterns.ripples)),
    ),
}

_DEFAULTS: dict[ProductGroup, tuple[Motif, ...]] = {
    ProductGroup.CRAFT: (_VASE, _LACQUER, _BASKET, _CABINET),
    ProductGroup.FOOD: (_JAR, Motif(food.dried, patterns.slices)),
    ProductGroup.MACHINE: (_PRESS,),
    ProductGroup.OTHER: (_PARCEL,),
}


def choose_motif(name: str, group: ProductGroup, random: Random) -> Motif:
    """By the first known word of the name in the product's group, else at random. If two begin at the same
    place the longer one counts ("nước mắm", not "nước"). "Other products" may be of any kind, so their names
    are looked up in every group; a machine that dries fruit is no dried fruit.
    """
    text = " ".join(re.findall(r"\w+", nfc(name).lower()))
    for searched in (group, *_BY_WORD) if group is ProductGroup.OTHER else (group,):
        found = [
            (match.start(), -len(phrase), row)
            for row, (phrases, _motif) in enumerate(_BY_WORD[searched])
            for phrase in phrases.split("|")
            if (match := re.search(rf"\b{phrase}\b", text))
        ]
        if found:
            return _BY_WORD[searched][min(found)[2]][1]
    return random.choice(_DEFAULTS[group])
