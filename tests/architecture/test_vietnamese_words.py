"""Vietnamese as an office writes it: words that sound translated stand in no text, and no text says them again."""

import re

import pytest

from tests.architecture.test_translations import catalogues

NOT_SAID = (
    "Kiểm duyệt", "Gửi kiểm tra", "Hiệu lực hôm nay", "Sổ đăng ký xác nhận", "chứng kiến", "Mã này không chứng minh",
    "Đừng vì mã này", "yêu cầu trang phải có", "Chưa ghi gì", "Lập mẫu nhật ký: việc", "Mở lô này", "Gỡ bỏ",
    "do cán bộ ban hành",
    "Thu hồi đang có hiệu lực", "Điều không đúng", "Vì sao là một bộ", "Giấy đăng ký của cơ sở", "Danh mục kiểm tra",
    "ản quét", "Hãy điền vào ô này", "Ngày này chưa đến", "Chữ số cuối", "Không có kết quả viết đúng", "Rút khỏi trang",
    "biến mất khỏi trang", "vào đúng lúc quý vị xem", "Mã băm", "Không có trọng số", "kiểm chứng",
    "trang tự tính",
)  # fmt: skip
SAID = (
    "Thẩm định hồ sơ", "Gửi duyệt", "Giấy chứng nhận còn hiệu lực", "Thông tin đã được cơ quan quản lý xác minh",
    "Mã này chưa được cấp trên hệ thống", "Hệ thống không kiểm tra thực tế", "Những điều mã QR không chứng minh",
    "Không nên căn cứ vào mã này để xác định nguồn gốc hàng hóa", "Thông tin bắt buộc theo quy định",
    "Chưa có nội dung. Có thể ghi bổ sung; thời điểm ghi được hiển thị.", "Thiết lập mẫu nhật ký theo quy trình",
    "Liên kết gắn với mã QR", "Quản lý mã tem", "Lưu nguyên liệu", "Kết thúc thu hồi", "Công bố thu hồi",
    "Danh sách lô hàng đang thu hồi, tạm giữ", "Nội dung phản ánh", "Căn cứ xác định bộ sản phẩm",
    "Giấy chứng nhận đăng ký doanh nghiệp / hộ kinh doanh / HTX (bản sao)", "Thành phần hồ sơ",
    "Bản chụp hoặc bản scan",
    "Nhãn hiệu thông thường", "Đã cấp Giấy chứng nhận đăng ký nhãn hiệu", "Ngày không được sau ngày hôm nay.",
    "Mã GTIN không hợp lệ (sai số kiểm tra). Vui lòng đối chiếu với mã vạch.", "Kết quả gần đúng:", "Ngừng công khai",
    "Tình trạng hiệu lực tại thời điểm tra cứu.", "Lịch sử cấp giấy chứng nhận", "Mã kiểm tra (SHA-256)",
    "Không ảnh hưởng đến kết quả công nhận.", "Đăng ký tài khoản cơ sở", "Năm thành lập",
)  # fmt: skip
ENGLISH = {
    "Valid today": "Holds today", "End the recall": "Lift it", "Add an entry": "Write down",
    "This page refreshes automatically": "comes anew by itself", "Create token": "Make the token", "Continue": "Go on ",
}  # fmt: skip


def both() -> list[tuple[str, str]]:
    return [pair for catalogue in catalogues().values() for pair in catalogue.items()]


@pytest.mark.parametrize("words", NOT_SAID)
def test_words_that_sound_translated_are_not_said(words: str) -> None:
    assert [text for _, text in both() if words.lower() in text.lower()] == []


def test_words_of_the_office_are_said() -> None:
    texts = "\n".join(text for _, text in both())
    assert [words for words in SAID if words not in texts] == []


@pytest.mark.parametrize(("words", "before"), ENGLISH.items())
def test_english_is_said_as_people_say_it(words: str, before: str) -> None:
    messages = [message for message, _ in both()]
    assert any(words in message for message in messages)
    assert [message for message in messages if re.search(rf"\b{re.escape(before)}", message)] == []
