"""Public pages of programmes in both languages."""


def test_list_of_programmes(client, factory):
    assert "Chưa có chương trình nào" in client.get("/chuong-trinh").text
    factory.programme(decision_number="Quyết định số 1881/QĐ-TTg")
    vi, en = client.get("/chuong-trinh"), client.get("/en/programmes")
    assert (vi.status_code, en.status_code) == (200, 200)
    for page in (vi.text, en.text):
        assert "Chương trình khuyến công quốc gia giai đoạn 2021–2025" in page
        assert "1881/QĐ-TTg" in page
    assert "Cấp quốc gia" in vi.text
    assert "National level" in en.text
