"""Public pages of programmes in both languages."""

from app.core.actor import SYSTEM
from app.core.clock import utc_now
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from catalog.models import Facility
from programme.facts.services import change_fact
from programme.models import Fact


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


def test_the_board_shows_each_target_and_its_facts(client, factory):
    programme = factory.loaded_programme("quoc-gia")
    factory.fact(factory.target_of(programme, "1.2"), number=3, title="Máy tách vỏ hạt điều")
    vi, en = (
        client.get(f"/chuong-trinh/{programme.slug}").text,
        client.get(f"/en/programmes/{programme.slug}").text,
    )
    assert "Ứng dụng máy móc, thiết bị tiên tiến" in vi
    assert "Advanced machines put to use" in en
    assert "1.600" in vi
    assert "1,600" in en
    target = client.get(f"/chuong-trinh/{programme.slug}/1.2").text
    assert "Máy tách vỏ hạt điều" in target
    assert "Biên bản số 1/BB" in target
    assert client.get(f"/en/programmes/{programme.slug}/1.2").status_code == 200
    assert client.get(f"/chuong-trinh/{programme.slug}/9.9").status_code == 404
    assert client.get("/chuong-trinh/khong-co").status_code == 404


def test_a_producer_who_is_a_person_is_named_with_consent_alone(client, factory):
    programme = factory.loaded_programme("quoc-gia")
    maker = factory.facility(kind="ho-kinh-doanh", name="Hộ kinh doanh Trần Thị Kín", consent_at=None)
    factory.fact(
        factory.target_of(programme, "1.2"), title="Hộ kinh doanh Trần Thị Kín: máy", facility_id=maker.id
    )
    for path in (
        f"/chuong-trinh/{programme.slug}/1.2",
        f"/api/v1/programmes/{programme.slug}/targets/1.2/facts",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Trần Thị Kín" not in answer.text


def test_corrections_name_a_person_with_consent_alone(client, factory):
    programme = factory.loaded_programme("quoc-gia")
    maker = factory.facility(kind="ho-kinh-doanh", name="Hộ kinh doanh Trần Thị Kín", consent_at=None)
    fact = factory.fact(
        factory.target_of(programme, "1.2"), title="Hộ Trần Thị Kín", facility_id=maker.id, number=7
    )
    values = {"title": "Hộ bà Trần Thị Kín", "document": "Biên bản nhà bà Kín", "number": 9}
    with transaction() as session:
        change_fact(SYSTEM, session.get_one(Fact, fact.id), values, "Bà Kín báo lại")
    page = client.get(f"/chuong-trinh/{programme.slug}/1.2").text
    assert "Kín" not in page
    assert "<del>7</del>" in page
    assert "<ins>9</ins>" in page
    with transaction() as session:
        session.get_one(Facility, maker.id).consent_at = utc_now()
        record_change("facility", maker.id)
    page = client.get(f"/chuong-trinh/{programme.slug}/1.2").text
    assert "Hộ bà Trần Thị Kín" in page
    assert "Bà Kín báo lại" in page


def test_the_board_as_a_file(client, factory):
    programme = factory.loaded_programme("quoc-gia")
    lines = client.get(f"/chuong-trinh/{programme.slug}/chi-tieu.csv").text.splitlines()
    assert len(lines) == 19
    assert "4.2,Xử lý ô nhiễm môi trường cụm công nghiệp,cụm,60,1,0,0,0,0" in lines


def test_api_tells_targets_and_facts(client, factory):
    programme = factory.loaded_programme("quoc-gia")
    factory.fact(factory.target_of(programme, "1.2"), number=3)
    listed = client.get("/api/v1/programmes").json
    assert [item["slug"] for item in listed["items"]] == [programme.slug]
    targets = client.get(f"/api/v1/programmes/{programme.slug}").json["targets"]
    assert len(targets) == 18
    machines = next(target for target in targets if target["code"] == "1.2")
    assert (machines["measure"], machines["number"], machines["counted"]) == ("machine", 1600, 3)
    about = next(target for target in targets if target["code"] == "4.2")
    assert (about["number"], about["approximate"]) == (60, True)
    facts = client.get(f"/api/v1/programmes/{programme.slug}/targets/1.2/facts").json
    assert [(item["number"], item["evidence"]) for item in facts["items"]] == [(3, "document")]
    walked = client.get(f"/api/v1/programmes/{programme.slug}/targets/1.2/facts?cursor=").json
    assert [item["id"] for item in walked["items"]] == [item["id"] for item in facts["items"]]
