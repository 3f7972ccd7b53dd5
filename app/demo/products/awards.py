"""Made-up recognitions from before the rounds of the demonstration: valid, ending soon, ended, revoked."""

from dataclasses import dataclass

from app.demo.products.catalogue import Made
from app.demo.stage import Stage, act
from catalog.awards.services import AwardData, issue_award, revoke_award
from catalog.enums import AwardSource, Level
from catalog.register import writer as register

SOURCE = "Dữ liệu minh họa"
ISSUER = "Cơ quan công nhận minh họa"


@dataclass(frozen=True, slots=True)
class Past:
    """issued, until: days from the loading; until None: by the rule of four years. area: in the number."""

    product: str
    level: Level
    area: str
    issued: int
    until: int | None = None


PAST = (
    Past("keo-dua", Level.PROVINCE, "86", -160),
    Past("xa-phong", Level.PROVINCE, "86", -160),
    Past("tra-sen", Level.PROVINCE, "82", -130),
    Past("gio-may", Level.PROVINCE, "01", -1100, 60),
    Past("khan-lua", Level.PROVINCE, "48", -1800, -330),
    Past("mac-ca", Level.NATIONAL, "QG", -220),
    Past("mat-ong", Level.PROVINCE, "66", -210),
)
REVOKED = "mat-ong"


def load_awards(stage: Stage, made: Made) -> None:
    """Issue them on their days and revoke one."""
    for number, past in enumerate(PAST, start=1):
        with stage.at(max(past.issued, -225), 16):
            award = act("national", issue_award, made.products[past.product], _award(stage, past, number))
            register.checkpoint("issue")
        if past.product == REVOKED:
            with stage.at(-40, 10):
                act("national", revoke_award, award, "Thu hồi theo đề nghị của cơ sở (minh họa)")


def _award(stage: Stage, past: Past, number: int) -> AwardData:
    issued = stage.day(past.issued)
    return AwardData(
        level=past.level,
        issued_on=issued,
        number=f"DEMO-{past.area}-{issued.year}-{number:04d}",
        valid_until=stage.day(past.until) if past.until is not None else None,
        issuer=ISSUER,
        signer="Người ký minh họa",
        decision_number=f"{number:02d}/QĐ-MINHHOA",
        decision_date=issued,
        source=AwardSource.PUBLISHED_NOTICE,
        source_text=SOURCE,
        is_demo=True,
    )
