import io
import re
from datetime import date, timedelta

import pytest
from PIL import Image
from sqlalchemy import delete, select

from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.site.portal.models import Article, ArticleViews
from app.site.portal.queries import Views, get_views
from app.site.portal.services import (
    ArticleData,
    change_article,
    release_article,
    return_article,
    submit_article,
    withdraw_article,
    write_article,
)
from app.site.portal.tasks import publish_planned
from app.site.portal.validity import validity_of_text
from app.site.portal.views import body_markup
from catalog.units.queries import get_unit
from tests.helpers import send


def data(**changes):
    values = {
        "kind": "news", "category": "hoi-cho", "title_vi": "Hội chợ mùa thu", "body_vi": "Nội dung",
        "unit_id": get_unit("2025", "75").id,
    }  # fmt: skip
    return ArticleData(**values | changes)


def written(actor, **changes):
    with transaction():
        return write_article(actor, data(**changes)).id


def done(act, actor, key, *more, **values):
    with transaction():
        return act(actor, key, *more, **values).state


def published(writer, second, **changes):
    key = written(writer, **changes)
    done(submit_article, writer, key)
    assert done(release_article, second, key) in {"published", "approved"}
    return key


@pytest.fixture
def photo():
    def make():
        data = io.BytesIO()
        Image.new("RGB", (800, 600), "#a33").save(data, "JPEG")
        return io.BytesIO(data.getvalue()), "anh.jpg"

    return make


def version_on(person, page):
    return re.search(r'name="version"[^>]*value="(\d+)"', person.get(page).text)[1]


def titles(page):
    return re.findall(r'class="card-title"><a[^>]*>(?:<span[^>]*>)?([^<]+)<', page.text)


def test_one_officer_writes_and_another_of_the_area_releases(writer, second, factory, client):
    key = written(writer)
    with pytest.raises(Conflict):
        done(release_article, second, key)
    assert done(submit_article, writer, key) == "submitted"
    with pytest.raises(NotAllowed, match="second_person_needed"), transaction():
        release_article(writer, key)
    far = factory.officer_actor(unit_code="01")
    with pytest.raises(NotAllowed, match="out_of_scope"), transaction():
        release_article(far, key)
    assert client.get("/tin-tuc/hoi-cho-mua-thu").status_code == 404
    assert done(release_article, second, key) == "published"
    assert client.get("/tin-tuc/hoi-cho-mua-thu").status_code == 200
    assert titles(client.get("/tin-tuc")) == ["Hội chợ mùa thu"]
    assert titles(client.get("/tin-tuc?category=binh-chon")) == []
    assert titles(client.get("/en/news?category=hoi-cho")) == ["Hội chợ mùa thu"]


def test_a_provincial_officer_does_not_write_for_the_country(writer):
    with pytest.raises(NotAllowed, match="article_national"):
        written(writer, unit_id=None)


def test_a_planned_article_is_seen_from_its_time_on(writer, second, client):
    later = utc_now() + timedelta(hours=2)
    key = published(writer, second, publish_at=later)
    assert publish_planned() == 0
    assert titles(client.get("/tin-tuc")) == []
    with transaction():
        db.session.get_one(Article, key).publish_at = utc_now() - timedelta(seconds=1)
    assert publish_planned() == 1
    assert titles(client.get("/tin-tuc")) == ["Hội chợ mùa thu"]


def test_changes_of_a_public_article_wait_for_the_second_officer(writer, second, client):
    key = published(writer, second)
    assert (
        done(change_article, writer, key, data(title_vi="Tên mới", in_force_from=date(2026, 1, 2)))
        == "published"
    )
    assert "Tên mới" not in client.get("/tin-tuc/hoi-cho-mua-thu").text
    with pytest.raises(NotAllowed), transaction():
        release_article(writer, key)
    done(release_article, second, key)
    assert "Tên mới" in client.get("/tin-tuc/hoi-cho-mua-thu").text
    assert db.session.get_one(Article, key).in_force_from == date(2026, 1, 2)
    done(change_article, writer, key, data(title_vi="Lần ba"))
    done(return_article, second, key)
    assert db.session.get_one(Article, key).pending == {}


def test_what_is_withdrawn_is_gone_at_once_and_comes_back_the_long_way(writer, second, client):
    key = published(writer, second)
    assert done(withdraw_article, writer, key) == "withdrawn"
    assert client.get("/tin-tuc/hoi-cho-mua-thu").status_code == 404
    with pytest.raises(Conflict), transaction():
        release_article(second, key)
    assert done(submit_article, writer, key) == "submitted"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"title_vi": ""}, "title_vi", "required"),
        ({"body_vi": ""}, "body_vi", "required"),
        ({"category": "x"}, "category", "choice_unknown"),
        ({"kind": "x"}, "kind", "choice_unknown"),
        ({"title_vi": "x" * 201}, "title_vi", "too_long"),
        ({"kind": "law", "issuer": "A", "source": "B"}, "number", "required"),
        ({"kind": "law", "number": "1", "issuer": "A"}, "source", "required"),
        (
            {"kind": "law", "number": "1", "issuer": "A", "source": "B", "in_force_from": date(2026, 2, 2),
             "in_force_until": date(2026, 2, 1)},
            "in_force_until", "dates_in_order",
        ),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(writer, changes, field, code):
    with pytest.raises(RuleBroken) as refused:
        written(writer, **changes)
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize(
    ("begins", "until", "state"),
    [
        (date(2026, 11, 30), None, "in-force"),
        (date(2026, 12, 1), None, "not-yet"),
        (date(2020, 1, 1), date(2026, 11, 30), "in-force"),
        (date(2020, 1, 1), date(2026, 11, 29), "over"),
        (None, None, "unknown"),
        (None, date(2026, 11, 29), "over"),
    ],
)
def test_a_text_is_in_force_from_its_first_day_to_its_last(begins, until, state):
    day = date(2026, 11, 30)
    assert validity_of_text(day, begins, until, is_sure=True, is_changed=False) == state


@pytest.mark.parametrize(
    ("is_sure", "is_changed", "state"),
    [
        (True, False, "in-force"),
        (False, False, "by-source"),
        (True, True, "by-source"),
        (False, True, "unknown"),
    ],
)
def test_only_what_is_sure_and_unchanged_is_said_to_be_in_force(is_sure, is_changed, state):
    day = date(2026, 11, 30)
    said = validity_of_text(day, date(2020, 1, 1), None, is_sure=is_sure, is_changed=is_changed)
    assert said == state
    assert validity_of_text(day, date(2027, 1, 1), None, is_sure=is_sure, is_changed=is_changed) == "not-yet"


def test_the_law_library_tells_what_is_in_force(writer, second, client):
    law = {"kind": "law", "issuer": "Bộ Công Thương", "source": "congbao", "certainty": "V2", "category": ""}
    published(
        writer,
        second,
        number="26/2014/TT-BCT",
        title_vi="Còn hiệu lực",
        in_force_from=date(2014, 10, 21),
        **law,
    )
    published(
        writer, second, number="1/2010/TT-BCT", title_vi="Hết hiệu lực", in_force_from=date(2010, 1, 1),
        in_force_until=date(2014, 10, 20), **law,
    )  # fmt: skip
    page = client.get("/van-ban")
    assert re.findall(r'lang="vi">(\d+/\d+/TT-BCT)<', page.text) == ["1/2010/TT-BCT", "26/2014/TT-BCT"]
    assert "26/2014" in client.get("/van-ban?validity=in-force").text
    assert "1/2010/TT-BCT" not in client.get("/van-ban?validity=in-force").text
    for words in ("Hết hiệu", "het hieu", "luc HET bo cong thuong 2010"):
        over = client.get("/van-ban", query_string={"q": words}).text
        assert re.findall(r'lang="vi">(\d+/\d+/TT-BCT)<', over) == ["1/2010/TT-BCT"]
    one = client.get("/en/laws/con-hieu-luc").text
    assert "Second-hand" in one
    assert "In force according to the source" in one
    published(
        writer, second, number="2/2015/TT-BCT", title_vi="Đã bị thay", in_force_from=date(2015, 1, 1),
        changed_by="3/2020/TT-BCT", **law,
    )  # fmt: skip
    assert "Validity not known" in client.get("/en/laws/da-bi-thay").text
    assert "2/2015/TT-BCT" not in client.get("/van-ban?validity=in-force").text
    assert client.get("/tin-tuc/con-hieu-luc").status_code == 404
    feeds = [client.get(path).text for path in ("/van-ban.atom", "/en/laws.atom?validity=over")]
    told = [re.findall(r"<entry><title>(\S+): ", feed) for feed in feeds]
    assert told == [["2/2015/TT-BCT", "1/2010/TT-BCT", "26/2014/TT-BCT"], ["1/2010/TT-BCT"]]
    assert 'href="/van-ban.atom?validity=over"' in client.get("/van-ban?validity=over").text


def test_the_second_officer_sees_every_waiting_value_and_releases_what_they_saw(
    writer, second, factory, login_as, client
):
    unit_id = get_unit("2025", "75").id
    two = login_as(factory.user("officer-province", unit_id=unit_id))
    old = {
        "kind": "law", "category": "", "issuer": "Bộ cũ", "source": "congbao cũ", "certainty": "V",
        "number": "1/2010/TT", "issued_on": date(2010, 1, 2), "in_force_from": date(2010, 3, 4),
        "summary_en": "Old summary", "body_en": "Old text", "title_en": "Old title",
    }  # fmt: skip
    key = published(writer, second, **old)
    new = old | {
        "issuer": "Bộ mới", "source": "congbao mới", "certainty": "V2", "number": "2/2020/TT",
        "issued_on": date(2020, 5, 6), "in_force_from": date(2020, 7, 8), "in_force_until": date(2031, 9, 10),
        "summary_en": "New summary", "body_en": "New text", "title_en": "New title", "changed_by": "3/2021/TT",
        "body_vi": "dài " * 300 + "đoạn cuối", "cover_alt": "Ảnh mới",
        "cover": {"files": {"640": "a.jpg"}, "width": 640, "height": 360},
    }  # fmt: skip
    done(change_article, writer, key, data(**new))
    work = f"/can-bo/tin-tuc/{key}"
    page = two.get(work).text
    waiting = page[page.index('id="changes"') : page.index("</section>", page.index('id="changes"'))]
    for text in (
        "Bộ cũ", "Bộ mới", "congbao mới", "2/2020/TT", "06/05/2020", "04/03/2010", "08/07/2020", "10/09/2031",
        "New summary", "Old text", "New text", "New title", "3/2021/TT", "đoạn cuối", "Ảnh mới", "<img",
        "Nguồn gián tiếp",
    ):  # fmt: skip
        assert text in waiting
    seen = version_on(two, work)
    done(change_article, writer, key, data(**new | {"issuer": "Bộ khác"}))
    send(two, work, act="release", version=seen)
    db.session.expire_all()
    assert db.session.get_one(Article, key).issuer == "Bộ cũ"
    send(two, work, act="release", version=version_on(two, work))
    db.session.expire_all()
    assert db.session.get_one(Article, key).issuer == "Bộ khác"


def test_counts_that_could_not_be_written_are_kept(app, writer, second, monkeypatch):
    key = published(writer, second)
    counter = app.extensions["view_counter"]

    def broken(**_more):
        raise RuntimeError("no database")

    with monkeypatch.context() as patch:
        patch.setattr("app.site.portal.counting.transaction", broken)
        counter.note(key)
        assert counter.flush() == 0
    counter.note(key)
    counter.flush()
    assert get_views([key])[key].today == 2


def test_views_are_counted_by_days_without_a_cookie(app, writer, second, client):
    key = published(writer, second)
    answer = client.get(f"/luot-xem/{key}.gif")
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (
        200,
        "image/gif",
        "no-store",
    )
    assert "Set-Cookie" not in answer.headers
    assert client.get("/luot-xem/0.gif").status_code == 200
    counter, day = app.extensions["view_counter"], today()
    counter.flush()
    with transaction() as session:
        session.execute(delete(ArticleViews))
    for _ in range(3):
        counter.note(key)
    counter.note(10**9)
    counter.flush()
    with transaction() as session:
        for back, number in ((1, 5), (6, 7), (29, 11), (30, 13)):
            session.add(ArticleViews(article_id=key, day=day - timedelta(days=back), number=number))
    assert get_views([key]) == {key: Views(today=3, yesterday=5, week=15, month=26, total=39)}
    assert db.session.scalars(select(ArticleViews.article_id).distinct()).all() == [key]
    assert f'src="/luot-xem/{key}.gif"' in client.get("/tin-tuc/hoi-cho-mua-thu").text


def test_pages_in_full_can_be_printed_and_say_whom_to_ask(writer, second, client):
    published(writer, second)
    page = client.get("/en/news/hoi-cho-mua-thu").text
    assert "data-print" in page
    assert re.search(r'Questions about this page:\s*<a href="/en/help', page)


def test_the_feed_honours_its_topic(writer, second, client):
    published(writer, second)
    published(writer, second, title_vi="Về làng <nghề>", category="lang-nghe")
    whole, one = client.get("/tin-tuc.atom").text, client.get("/en/news.atom?category=lang-nghe").text
    assert whole.count("<entry>") == 2
    assert one.count("<entry>") == 1
    assert "Về làng &lt;nghề&gt;" in one


def test_text_becomes_paragraphs_lists_and_links_and_nothing_else():
    shown = body_markup("## Đầu <b>\nMột\nhai\n\n- a\n- b https://x.vn/y.\n\n<script>")
    assert shown == (
        "<h2>Đầu &lt;b&gt;</h2>\n<p>Một<br>hai</p>\n<ul><li>a</li><li>b "
        '<a href="https://x.vn/y" rel="nofollow noopener">https://x.vn/y</a>.</li></ul>\n<p>&lt;script&gt;</p>'
    )


def test_related_articles_are_of_the_same_topic(writer, second, client):
    published(writer, second)
    published(writer, second, title_vi="Hội chợ khác")
    published(writer, second, title_vi="Chuyện khác", category="khac")
    page = client.get("/tin-tuc/hoi-cho-mua-thu").text
    related = page[page.index('id="related"') :]
    assert "Hội chợ khác" in related
    assert "Chuyện khác" not in related


def test_the_pages_of_editors_from_draft_to_public(factory, login_as, client, photo):
    unit_id = get_unit("2025", "75").id
    one, two = (login_as(factory.user("officer-province", unit_id=unit_id)) for _ in range(2))
    new = {"kind": "news", "category": "khac", "unit": str(unit_id), "title_vi": "", "body_vi": "Dài"}
    empty = send(one, "/can-bo/tin-tuc/moi", **new)
    assert empty.status_code == 422
    assert "Dài" in empty.text
    whole = new | {"title_vi": "Tin", "body_vi": "Nội dung", "certainty": ""}
    no_text = send(one, "/can-bo/tin-tuc/moi", **whole, cover=photo())
    assert no_text.status_code == 422
    assert 'id="cover_alt-error"' in no_text.text
    made = send(one, "/can-bo/tin-tuc/moi", **whole, cover=photo(), cover_alt="Ảnh đỏ")
    assert made.status_code == 303
    work = made.location
    assert 'value="submit"' in one.get(work).text
    send(one, work, act="submit", version=version_on(one, work))
    assert 'value="release"' not in one.get(work).text
    send(two, work, act="release")
    assert client.get("/tin-tuc/tin").status_code == 404
    send(two, work, act="release", version=version_on(two, work))
    public = client.get("/tin-tuc/tin")
    assert 'alt="Ảnh đỏ"' in public.text
    assert "Tin" in two.get("/can-bo/tin-tuc?state=published").text
    bad = send(one, work, act="x")
    assert bad.status_code == 303
    version = version_on(one, work + "/sua")
    values = {
        "kind": "news",
        "category": "khac",
        "unit": str(unit_id),
        "certainty": "",
        "title_vi": "Tin sửa",
        "body_vi": "Khác",
    }
    assert send(one, work + "/sua", version=version, **values).status_code == 303
    stale = send(one, work + "/sua", version=version, **values | {"body_vi": "Gõ lâu"})
    assert send(one, work + "/sua", version="", **values).status_code == 422
    assert stale.status_code == 422
    assert "Gõ lâu" in stale.text
    current = re.search(r'name="version"[^>]*value="(\d+)"', stale.text)[1]
    assert current != version
    year_one = send(one, work + "/sua", version=current, **values, publish_at="0001-01-01T00:00")
    assert year_one.status_code == 422
    assert 'id="publish_at-error"' in year_one.text
    assert send(one, work + "/sua", version=current, **values | {"body_vi": "Gõ lâu"}).status_code == 303
    assert "Tin sửa" in two.get(work).text
    far = login_as(factory.user("officer-province", unit_id=get_unit("2025", "01").id))
    assert far.get(work).status_code == 403
