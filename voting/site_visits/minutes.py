"""The minutes of a visit (biên bản khảo sát) in the officials' form."""

from datetime import UTC, datetime, time

from app.core.documents.dates import long_date
from app.core.documents.official.paper import Block, Column, Grid, Heading, Paper, Signer, Text
from voting.models import SelectionRound, SiteVisit
from voting.official_papers import texts
from voting.official_papers.frame import banner_of
from voting.official_papers.queries import get_office

TEAM = (Column("TT", 6, "centre"), Column("Họ và tên", 40), Column("Chức vụ, đơn vị", 54))


def visit_paper(round_: SelectionRound, visit: SiteVisit) -> Paper:
    """Who went, when, where, what was seen; signed by the facility and the head of the team."""
    office, facility = get_office(round_), visit.facility
    place = ", ".join(part for part in (facility.address, facility.commune, facility.unit.name_vi) if part)
    rows = [[str(n), person["name"], person["title"]] for n, person in enumerate(visit.team, start=1)]
    blocks: list[Block] = [
        Text(f"Thời gian: {long_date(visit.held_on)}. Địa điểm: {facility.name}, {place}.", style="plain"),
        Heading("I. Thành phần đoàn khảo sát"),
        Grid(TEAM, rows),
        Heading("II. Nội dung"),
        *(Text(line) for line in visit.minutes.splitlines() if line.strip()),
        Text("Biên bản đã được đọc cho các bên cùng nghe, thống nhất và ký tên."),
    ]
    return Paper(
        issuer=office.council,
        parent=office.body,
        sign="",
        title="Biên bản",
        about=f"Khảo sát cơ sở tham gia bình chọn {texts.subject(round_)}",
        blocks=blocks,
        signers=[
            Signer("ĐẠI DIỆN CƠ SỞ"),
            Signer("TRƯỞNG ĐOÀN KHẢO SÁT", visit.team[0]["name"] if visit.team else ""),
        ],
        made_at=datetime.combine(visit.held_on, time(), UTC),
        place=office.place,
        day=visit.held_on,
        banner=banner_of(round_),
    )
