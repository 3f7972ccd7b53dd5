"""The demonstration's rule set: the circular's score sheet with bands that describe each criterion, made up for it."""

from dataclasses import replace
from fractions import Fraction

from voting.rules.bands import Band
from voting.rules.default import CIRCULAR_26_2014
from voting.rules.rule_set import RuleSet

Words = tuple[tuple[str, str], ...]
EDGES = {40: (0, 16, 26, 34, 40), 10: (0, 4, 6, 8, 10)}
"""Where the bands of a criterion begin and end, by its maximum; from weak to strong."""

ANCHORS: dict[str, Words] = {
    "market": (
        ("Chưa có đầu ra ổn định, sản xuất nhỏ lẻ", "No steady outlet, made in small numbers"),
        ("Bán trong tỉnh, sản lượng theo mùa", "Sold within the province, output by season"),
        (
            "Bán ở nhiều tỉnh, sản lượng đều, còn khả năng mở rộng",
            "Sold in several provinces, output steady and can grow",
        ),
        (
            "Thị trường rộng hoặc đã xuất khẩu, sản xuất hàng loạt ổn định",
            "A wide market or exports, steady serial production",
        ),
    ),
    "economy": (
        ("Hiệu quả thấp, chưa rõ nguồn nguyên liệu", "Low return, source of materials unclear"),
        ("Có hiệu quả, dùng một phần nguyên liệu tại chỗ", "Pays its way, some materials from the area"),
        (
            "Tạo việc làm thường xuyên, công nghệ phù hợp, xử lý chất thải",
            "Regular jobs, apt technology, waste treated",
        ),
        (
            "Hiệu quả cao, nhiều lao động tại chỗ, công nghệ tiến bộ, thân thiện môi trường",
            "High return, many local jobs, advanced and clean technology",
        ),
    ),
    "culture": (
        ("Mẫu mã đơn giản, chưa có nét riêng", "Plain design without a character of its own"),
        ("Mẫu mã gọn, có nét vùng miền", "Neat design with something of its region"),
        ("Mẫu mã đẹp, rõ bản sắc địa phương", "Fine design, clearly of its place"),
        ("Tinh xảo, độc đáo, giàu giá trị văn hóa", "Masterly, unique, rich in culture"),
    ),
    "other": (
        ("Thiếu nhãn hoặc bao bì chưa phù hợp", "Label missing or packaging unfit"),
        ("Nhãn, bao bì đủ theo quy định", "Label and packaging as required"),
        ("Có nhãn hiệu, chất lượng được kiểm nghiệm", "A trademark, quality tested"),
        (
            "Có nhãn hiệu được bảo hộ, đạt giải thưởng hoặc chứng nhận",
            "A protected trademark, awards or certificates",
        ),
    ),
}

TOTALS = (
    Band("dat", Fraction(70), Fraction(80), "Đạt", "Good"),
    Band("kha", Fraction(80), Fraction(90), "Khá", "Very good"),
    Band("tot", Fraction(90), Fraction(100), "Tốt", "Excellent"),
)


def demo_rules() -> RuleSet:
    """Counts as the circular's sheet does; what is made up are the words beside the scores."""
    return replace(
        CIRCULAR_26_2014,
        code="minh-hoa",
        name_vi="Phiếu chấm điểm Phụ lục 4, Thông tư 26/2014/TT-BCT, kèm mức mô tả minh họa",
        name_en="Score sheet of Circular 26/2014/TT-BCT, Annex 4, with made-up bands",
        criteria=tuple(
            replace(one, anchors=_anchors(ANCHORS[one.code], EDGES[int(one.maximum)]))
            for one in CIRCULAR_26_2014.criteria
        ),
        bands=TOTALS,
    )


def _anchors(words: Words, edges: tuple[int, ...]) -> tuple[Band, ...]:
    return tuple(
        Band(str(number), Fraction(low), Fraction(high), vi, en)
        for number, ((vi, en), low, high) in enumerate(zip(words, edges, edges[1:], strict=False), start=1)
    )
