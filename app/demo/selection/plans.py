"""The plans of the demonstration's three rounds; every text says that it is one."""

from app.demo.stage import Stage
from catalog.enums import Level, Region
from voting.rounds.services import RoundPlan

ORGANISER = "Đơn vị tổ chức minh họa"
SUBJECT_VI = "Bình chọn sản phẩm công nghiệp nông thôn tiêu biểu"
SUBJECT_EN = "selection of typical rural industrial products"


def published_plan(stage: Stage, rules: int, home: int) -> RoundPlan:
    year = stage.day(-120).year
    return RoundPlan(
        title_vi=f"{SUBJECT_VI} Đồng Nai lần thứ nhất năm {year} (minh họa)",
        title_en=f"First {SUBJECT_EN} of Dong Nai, {year} (demonstration)",
        level=Level.PROVINCE,
        year=year,
        rule_set_id=rules,
        unit_id=home,
        organiser=ORGANISER,
        notice_vi="Kỳ bình chọn minh họa: cơ sở, điểm số và quyết định đều là dữ liệu mẫu.",
        notice_en="A demonstration: establishments, scores and the decision are sample data.",
        entries_from=stage.moment(-190),
        entries_until=stage.moment(-150, 17),
        scoring_from=stage.moment(-148),
        scoring_until=stage.moment(-120, 17),
        is_demo=True,
    )


def scoring_plan(stage: Stage, rules: int) -> RoundPlan:
    year = stage.day(12).year
    return RoundPlan(
        title_vi=f"{SUBJECT_VI} khu vực phía Nam năm {year} (minh họa)",
        title_en=f"{SUBJECT_EN.capitalize()} of the southern region, {year} (demonstration)",
        level=Level.REGION,
        year=year,
        rule_set_id=rules,
        region=Region.SOUTH,
        organiser=ORGANISER,
        notice_vi="Kỳ bình chọn minh họa đang chấm điểm.",
        notice_en="A demonstration round in scoring.",
        entries_from=stage.moment(-65),
        entries_until=stage.moment(-35, 17),
        scoring_from=stage.moment(-14),
        scoring_until=stage.moment(12, 17),
        is_demo=True,
    )


def receiving_plan(stage: Stage, rules: int, home: int) -> RoundPlan:
    year = stage.day(60).year
    return RoundPlan(
        title_vi=f"{SUBJECT_VI} Đồng Nai lần thứ hai năm {year} (minh họa)",
        title_en=f"Second {SUBJECT_EN} of Dong Nai, {year} (demonstration)",
        level=Level.PROVINCE,
        year=year,
        rule_set_id=rules,
        unit_id=home,
        organiser=ORGANISER,
        notice_vi="Kỳ bình chọn minh họa đang nhận hồ sơ.",
        notice_en="A demonstration round that receives entries.",
        entries_from=stage.moment(-7),
        entries_until=stage.moment(40, 17),
        scoring_from=stage.moment(45),
        scoring_until=stage.moment(60, 17),
        is_demo=True,
    )
