"""What goes from the council to the authority: the submission letter (tờ trình) and the draft of its decision."""

from dataclasses import replace
from datetime import UTC, datetime, time

from app.core.clock import local_day
from app.core.documents.dates import long_date
from app.core.documents.official.paper import Block, Grid, Paper, Text, basis_lines
from voting.council_papers.annex import annex_block, annex_of, annex_of_papers
from voting.council_papers.minutes import COUNTS, count_rows
from voting.council_papers.queries import CouncilPapers
from voting.council_papers.summary import sealed_banner
from voting.levels.queries import authority_of
from voting.models import RecognitionDecision, SelectionRound
from voting.official_papers import texts
from voting.official_papers.frame import banner_of, body_signer, council_signer, frame_of
from voting.official_papers.queries import find_number, get_office_of_decision
from voting.official_papers.series import PaperKind

DRAFT = "DỰ THẢO"


def submission_paper(papers: CouncilPapers) -> Paper:
    """Results by group, what is proposed, the list as annex."""
    round_ = papers.round
    authority = _authority(papers)
    minutes = find_number(round_.id, PaperKind.MINUTES)
    rests_on = (
        f"Căn cứ Biên bản số {minutes.number:02}/{minutes.sign} {long_date(minutes.signed_on)} của Hội đồng bình chọn"
        if minutes
        else "Căn cứ Biên bản họp Hội đồng bình chọn"
    )
    blocks: list[Block] = [
        *basis_lines([*texts.legal_bases(), rests_on]),
        Text(
            f"Hội đồng bình chọn đã tổ chức bình chọn {texts.subject(round_)}. "
            f"Có {len(papers.rows)} sản phẩm, bộ sản phẩm được chấm điểm, kết quả theo nhóm như sau:"
        ),
        Grid(COUNTS, count_rows(papers)),
        Text(
            f"Hội đồng bình chọn kính trình {authority} xem xét, quyết định công nhận {len(papers.recognised)} "
            f"sản phẩm, bộ sản phẩm đạt danh hiệu {texts.subject(round_)} (danh sách kèm theo)."
        ),
        Text("Kính trình xem xét, quyết định."),
    ]
    frame = frame_of(round_, PaperKind.SUBMISSION)
    reference = f"(Kèm theo Tờ trình số {frame.number_text})"
    return frame.paper(
        "Tờ trình",
        f"Về việc công nhận {texts.subject(round_)}",
        blocks,
        [council_signer(round_)],
        to=[authority],
        recipients=["Như trên", "Thành viên hội đồng"],
        annexes=[annex_block(annex_of_papers(papers), reference)],
        banner=sealed_banner(round_),
    )


def decision_paper(papers: CouncilPapers) -> Paper:
    """The decision as the authority may sign it; with number, day and signer once they are written down. Once it is
    public, its list is what was frozen then, with the numbers of the certificates.
    """
    round_, found = papers.round, papers.decision
    office = get_office_of_decision(round_, found)
    authority = _authority(papers)
    submission = find_number(round_.id, PaperKind.SUBMISSION)
    proposal = (
        f" tại Tờ trình số {submission.number:02}/{submission.sign} {long_date(submission.signed_on)}"
        if submission
        else ""
    )
    until = f" Giấy chứng nhận có giá trị đến hết {long_date(found.valid_until)}." if found else ""
    annex = annex_of(papers)
    count = len(annex.rows)
    blocks: list[Block] = [
        Text(f"{_decider(authority)}", style="centre"),
        *basis_lines([*texts.legal_bases(), f"Theo đề nghị của Hội đồng bình chọn{proposal}"]),
        Text("QUYẾT ĐỊNH:", style="centre"),
        Text(
            f"Công nhận {count} sản phẩm, bộ sản phẩm của các cơ sở có tên trong danh sách kèm theo đạt danh hiệu "
            f"{texts.subject(round_)}.",
            lead="Điều 1.",
        ),
        Text(
            "Cơ sở có sản phẩm được công nhận được cấp giấy chứng nhận, được sử dụng danh hiệu và hưởng các chế độ "
            f"theo quy định.{until}",
            lead="Điều 2.",
        ),
        Text(
            "Quyết định này có hiệu lực kể từ ngày ký. Hội đồng bình chọn, các cơ quan, đơn vị và cơ sở có liên quan "
            "chịu trách nhiệm thi hành Quyết định này.",
            lead="Điều 3.",
        ),
    ]
    signer = body_signer(office)
    if found:
        signer = replace(signer, post=(found.signer_title or signer.post).upper(), name=found.signer)
    return Paper(
        issuer=authority,
        parent=office.parent if authority == office.body else "",
        sign=_sign(found, office.body_sign),
        number=_number(found),
        place=office.place,
        day=found.signed_on if found else None,
        title="Quyết định",
        about=f"Về việc công nhận {texts.subject(round_)}",
        blocks=blocks,
        signers=[signer],
        recipients=["Như Điều 3", "Hội đồng bình chọn", ", ".join(filter(None, ("Lưu: VT", office.drafter)))],
        annexes=[annex_block(annex, _reference(found))],
        banner=banner_of(round_, _draft(round_), _annulled(round_), sealed_banner(round_)),
        made_at=datetime.combine(found.signed_on, time(), UTC) if found else round_.created_at,
    )


def _draft(round_: SelectionRound) -> str:
    """A decision is a draft until it is public under its number."""
    return DRAFT if round_.published_at is None else ""


def _annulled(round_: SelectionRound) -> str:
    """Nobody may take the paper of an annulled round for a decision in force."""
    if round_.annulled_at is None:
        return ""
    return f"KẾT QUẢ ĐÃ BỊ HỦY {long_date(local_day(round_.annulled_at)).upper()}"


def _authority(papers: CouncilPapers) -> str:
    return papers.decision.authority if papers.decision else authority_of(papers.round)


def _decider(authority: str) -> str:
    """The head of the body decides in his own name: CHỦ TỊCH ỦY BAN NHÂN DÂN …; others by the body's name."""
    name = authority.upper()
    return f"CHỦ TỊCH {name}" if name.startswith(("ỦY BAN NHÂN DÂN", "UBND")) else name


def _number(found: RecognitionDecision | None) -> int | None:
    digits = found.number.partition("/")[0].strip() if found else ""
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _sign(found: RecognitionDecision | None, body_sign: str) -> str:
    sign = found.number.partition("/")[2].strip() if found else ""
    return sign or f"QĐ-{body_sign}"


def _reference(found: RecognitionDecision | None) -> str:
    return (
        f"(Kèm theo Quyết định số {found.number} {long_date(found.signed_on)} của {found.authority})"
        if found
        else "(Kèm theo Quyết định số ……… ngày ………)"
    )
