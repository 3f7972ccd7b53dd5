"""The covering letter of a list upward: what is sent, by which decision, and the key of the file's signature."""

from app.core.documents.official import paper as official
from app.core.logs.tlog.canonical import record_hash
from voting.levels.queries import get_level_rules
from voting.models import OutsideList
from voting.official_papers import texts
from voting.official_papers.frame import banner_of, body_signer
from voting.official_papers.queries import get_office

COLUMNS = (
    official.Column("TT", 6, "centre"),
    official.Column("Tên sản phẩm, bộ sản phẩm", 38),
    official.Column("Cơ sở sản xuất", 36),
    official.Column("Số giấy chứng nhận", 24, "centre"),
)


def letter_paper(row: OutsideList) -> official.Paper:
    """A letter (công văn) to the body above with the list as a table."""
    round_, office, content = row.round, get_office(row.round), row.content
    ruling = content["decision"]
    rows = [
        [str(n), _name(entry), entry["facility"], entry["certificate"]]
        for n, entry in enumerate(content["entries"], start=1)
    ]
    blocks: list[official.Block] = [
        official.Text(
            f"Căn cứ Quyết định số {ruling['number']} của {ruling['authority']}, {content['body']} đề cử "
            f"{len(rows)} sản phẩm, bộ sản phẩm đã được công nhận {texts.subject(round_)} tham gia bình chọn ở cấp "
            "trên, theo danh sách sau:"
        ),
        official.Grid(COLUMNS, rows),
        official.Text(
            "Danh sách kèm theo dưới dạng tệp điện tử đã ký số. Mã băm SHA-256 của danh sách: "
            f"{record_hash(content)}. Khóa kiểm tra chữ ký: {row.key or '(chưa ký)'}."
        ),
        official.Text("Kính đề nghị xem xét, tiếp nhận."),
    ]
    number, _, sign = row.number.partition("/")
    return official.Paper(
        issuer=content["body"],
        parent="",
        sign=sign or get_level_rules(round_.level).sign,
        number=int(number) if number.isascii() and number.isdigit() else None,
        place=office.place,
        day=row.dated,
        title="Công văn",
        about=f"Về việc đề cử {texts.subject(round_)}",
        blocks=blocks,
        signers=[body_signer(office)],
        to=[content["to"]],
        recipients=["Như trên", "Lưu: VT"],
        banner=banner_of(round_, *(() if row.signed_at else ("DỰ THẢO",))),
        made_at=row.created_at,
    )


def _name(entry: dict[str, object]) -> str:
    items = entry["set_items"]
    return (
        f"{entry['product']} (gồm: {'; '.join(items)})"
        if isinstance(items, list) and items
        else str(entry["product"])
    )
