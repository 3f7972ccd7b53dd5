"""News made up for the demonstration, marked so, and texts of law with the facts that were found, their source and how
certain they are.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.core.actor import SYSTEM
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from app.site.portal.models import Article
from app.site.portal.services import FEED, ArticleData, write_article

OURS_VI = "Mô tả ngắn do trang này viết, không phải trích yếu chính thức của văn bản."
OURS_EN = "The short description is this site’s own, not the official abstract of the text."
LAWS: tuple[dict[str, Any], ...] = (
    {
        "number": "26/2014/TT-BCT",
        "title_vi": "Thông tư quy định việc tổ chức bình chọn sản phẩm công nghiệp nông thôn tiêu biểu",
        "title_en": "Circular on the selection of typical rural industrial products",
        "issuer": "Bộ Công Thương",
        "issued_on": date(2014, 8, 28),
        "in_force_from": date(2014, 10, 21),
        "changed_by": "Thông tư 14/2018/TT-BCT; Thông tư 38/2025/TT-BCT (hợp nhất: 46/VBHN-BCT ngày 13/10/2025)",
        "source": "hethongphapluat.com",
    },
    {
        "number": "14/2018/TT-BCT",
        "title_vi": "Thông tư sửa đổi Thông tư 26/2014/TT-BCT: hồ sơ, thời gian, nơi tổ chức, thời hạn",
        "title_en": "Circular amending Circular 26/2014: dossier, dates and places, validity of certificates",
        "issuer": "Bộ Công Thương",
        "issued_on": date(2018, 6, 28),
        "in_force_from": date(2018, 8, 16),
        "source": "thukyluat.vn; vietnam.vn",
    },
    {
        "number": "38/2025/TT-BCT",
        "title_vi": "Thông tư phân cấp thủ tục; bỏ cấp huyện, chuyển về cấp xã trong bình chọn sản phẩm",
        "title_en": "Circular that decentralises procedures; the commune takes the place of the district",
        "issuer": "Bộ Công Thương",
        "issued_on": date(2025, 6, 19),
        "in_force_from": date(2025, 7, 1),
        "source": "vietnam.vn",
    },
    {
        "number": "45/2012/NĐ-CP",
        "title_vi": "Nghị định về khuyến công",
        "title_en": "Decree on industrial promotion",
        "issuer": "Chính phủ",
        "issued_on": date(2012, 5, 21),
        "changed_by": "Nghị định 235/2025/NĐ-CP",
        "body_vi": OURS_VI
        + "\n\nTheo nguồn, nghị định đang có hiệu lực và đã được sửa đổi; ngày bắt đầu có hiệu lực "
        "chưa được đối chiếu.",
        "body_en": OURS_EN
        + "\n\nBy the source it is in force and was amended; its first day was not compared.",
        "source": "hethongphapluat.vn; baogialai.com.vn",
    },
    {
        "number": "235/2025/NĐ-CP",
        "title_vi": "Nghị định sửa đổi, bổ sung Nghị định 45/2012/NĐ-CP về khuyến công",
        "title_en": "Decree amending Decree 45/2012 on industrial promotion",
        "issuer": "Chính phủ",
        "issued_on": date(2025, 8, 27),
        "in_force_from": date(2025, 10, 15),
        "source": "baogialai.com.vn",
    },
    {
        "number": "2646/QĐ-BCT",
        "title_vi": "Quyết định phê duyệt Chương trình khuyến công quốc gia giai đoạn 2026–2030",
        "title_en": "Decision approving the national programme of industrial promotion 2026–2030",
        "issuer": "Bộ Công Thương",
        "issued_on": date(2025, 9, 23),
        "in_force_from": date(2025, 9, 23),
        "source": "hethongphapluat.vn",
    },
    {
        "number": "02/2024/TT-BKHCN",
        "title_vi": "Thông tư về quản lý truy xuất nguồn gốc sản phẩm, hàng hóa",
        "title_en": "Circular on the management of traceability of products and goods",
        "issuer": "Bộ Khoa học và Công nghệ",
        "issued_on": date(2024, 3, 28),
        "in_force_from": date(2024, 6, 1),
        "source": "thuvienphapluat.vn",
    },
    {
        "number": "91/2025/QH15",
        "title_vi": "Luật Bảo vệ dữ liệu cá nhân",
        "title_en": "Law on the protection of personal data",
        "issuer": "Quốc hội",
        "issued_on": date(2025, 6, 26),
        "in_force_from": date(2026, 1, 1),
        "source": "plo.vn; atlaslaw.vn",
    },
)
NEWS: tuple[dict[str, Any], ...] = (
    {
        "kind": "news",
        "category": "binh-chon",
        "title_vi": "Tin minh họa: hội đồng cấp tỉnh họp phiên chấm điểm",
        "title_en": "Sample news: a provincial council meets to score",
        "summary_vi": "Bài viết minh họa cho thấy một tin về kỳ bình chọn hiển thị ra sao.",
        "summary_en": "A made-up article that shows how news about a round looks.",
        "body_vi": "Đây là tin minh họa, không phải sự kiện có thật.\n\n## Nội dung phiên họp\n\n- Nghe báo cáo "
        "của ban thư ký\n- Chấm điểm theo phiếu\n- Thông qua biên bản\n\nKết quả thật của các kỳ bình chọn nằm ở "
        "trang Kết quả.",
        "body_en": "This is sample news, not a real event.\n\nReal results of rounds are on the page of results.",
    },
    {
        "kind": "notice",
        "category": "khuyen-cong",
        "title_vi": "Thông báo minh họa: mời đăng ký hỗ trợ khuyến công",
        "title_en": "Sample notice: register for support",
        "summary_vi": "Thông báo minh họa về thời gian và hồ sơ đăng ký.",
        "summary_en": "A made-up notice about dates and dossiers.",
        "body_vi": "Đây là thông báo minh họa.\n\nCơ sở quan tâm hãy liên hệ Sở Công Thương nơi đặt cơ sở để biết "
        "thời hạn và biểu mẫu thật.",
    },
    {
        "kind": "news",
        "category": "hoi-cho",
        "title_vi": "Tin minh họa: gian hàng sản phẩm tiêu biểu tại hội chợ",
        "title_en": "Sample news: typical products at a fair",
        "summary_vi": "Bài viết minh họa về một gian hàng chung.",
        "summary_en": "A made-up article about a shared stand.",
        "body_vi": "Đây là tin minh họa.\n\nDanh sách hội chợ và gian hàng có ở trang Hội chợ, triển lãm.",
    },
)


def load_portal() -> None:
    """Add what is not there yet."""
    with transaction() as session:
        if session.scalar(select(Article.id).limit(1)) is not None:
            return
        now = utc_now()
        for row in LAWS:
            texts = {"body_vi": OURS_VI, "body_en": OURS_EN}
            made = write_article(SYSTEM, ArticleData(kind="law", certainty="V", **(texts | row)))
            made.state, made.publish_at = "published", now
        for number, row in enumerate(NEWS):
            made = write_article(SYSTEM, ArticleData(**row), is_demo=True)
            made.state, made.publish_at = "published", now - timedelta(days=number)
        record_change("site", FEED)
    db.session.remove()
