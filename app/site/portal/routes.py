"""The portal for the public: news and notices with their feed, the law library, the counting of views."""

from collections.abc import Sequence

from flask import Response, request

from app.site import atom
from app.site.bilingual import in_locale
from app.site.blueprint import bp
from app.site.catalogue.search_address import asked_text
from app.site.pages import page, whole_page
from app.site.portal.counting import view_counter
from app.site.portal.labels import CATEGORIES, SEARCHED_VALIDITIES, VALIDITIES
from app.site.portal.models import Article
from app.site.portal.queries import (
    PER_PAGE,
    Views,
    get_public_article,
    get_views,
    list_articles,
    list_laws,
    list_related,
)
from app.site.portal.views import article_view, body_markup, cover_of, law_view
from app.web.access import access
from app.web.addresses import base_url
from app.web.cache import public
from app.web.i18n import current_locale, local_url, localized, translate
from app.web.pagination import asked_page, count_pages
from app.web.paths import with_question

FEED_ENTRIES = 30
FEED_SECONDS = 900
LAWS_A_PAGE = 30
DOT = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00"
    b"\x01\x00\x00\x02\x02D\x01\x00;"
)


def asked_validity() -> str:
    code = request.args.get("validity", "")
    return code if code in SEARCHED_VALIDITIES else ""


def asked_category() -> str:
    code = request.args.get("category", "")
    return code if code in CATEGORIES else ""


@localized(bp, "/tin-tuc", "/news")
@access("public")
def news() -> Response:
    """News and notices, of all topics or of one."""
    category, number = asked_category(), asked_page()
    rows, total = list_articles(category=category, page=number)
    path = local_url("site.news")
    last = count_pages(total, number, PER_PAGE)
    asked = {"category": category or None}
    return page(
        "site/portal/news.html",
        query=({"category": category} if category else {}) | ({"page": str(number)} if number > 1 else {}),
        articles=[article_view(row) for row in rows],
        total=total,
        current=number,
        pages=last,
        page_href=lambda at: with_question(path, asked | {"page": at if at > 1 else None}),
        category=category,
        categories=CATEGORIES,
        feed_href=with_question(local_url("site.news_atom"), asked),
    )


@localized(bp, "/tin-tuc/<slug>", "/news/<slug>")
@access("public")
def article(slug: str) -> Response:
    """One article with related ones and how often it was opened."""
    row = get_public_article(slug, law=False)
    return whole_page(
        "site/portal/article.html",
        article=article_view(row),
        body=body_markup(in_locale(row.body_vi, row.body_en)),
        body_lang="vi" if current_locale() == "en" and not row.body_en else "",
        cover=cover_of(row),
        source=row.source,
        related=[article_view(other) for other in list_related(row)],
        views=get_views([row.id]).get(row.id, Views()),
        counted_at=local_url("site.article_opened", article_id=row.id),
    )


@localized(bp, "/tin-tuc.atom", "/news.atom")
@access("public")
def news_atom() -> Response:
    """The newest articles as a feed (RFC 4287), of all topics or of one."""
    category = asked_category()
    rows, _total = list_articles(category=category, per_page=FEED_ENTRIES)
    body = _atom(rows, category)
    return public(Response(body, content_type=atom.MEDIA_TYPE), FEED_SECONDS)


@localized(bp, "/van-ban", "/laws")
@access("public")
def laws() -> Response:
    """Texts of law with what is in force today; `q` is part of a number or title."""
    text, validity, number = asked_text("q"), asked_validity(), asked_page()
    rows, total = list_laws(text=text, validity=validity, page=number, per_page=LAWS_A_PAGE)
    path = local_url("site.laws")
    last = count_pages(total, number, LAWS_A_PAGE)
    asked = {"q": text or None, "validity": validity or None}
    return page(
        "site/portal/laws.html",
        laws=[law_view(row) for row in rows],
        total=total,
        text=text,
        validity=validity,
        validities={code: VALIDITIES[code] for code in SEARCHED_VALIDITIES},
        link=lambda code: with_question(path, asked | {"validity": code or None}),
        feed_href=with_question(local_url("site.laws_atom"), asked),
        current=number,
        pages=last,
        page_href=lambda at: with_question(path, asked | {"page": at if at > 1 else None}),
    )


@localized(bp, "/van-ban.atom", "/laws.atom")
@access("public")
def laws_atom() -> Response:
    """The texts of law that a question finds, the latest signed first, as a feed."""
    text, validity = asked_text("q"), asked_validity()
    rows, _total = list_laws(text=text, validity=validity, per_page=FEED_ENTRIES)
    asked = {"q": text or None, "validity": validity or None}
    body = atom.feed(
        f"{translate('Law library')} – Tiêu Biểu",
        base_url() + with_question(local_url("site.laws_atom"), asked),
        base_url() + with_question(local_url("site.laws"), asked),
        max((row.publish_at for row in rows if row.publish_at), default=None),
        map(_law_entry, rows),
    )
    return public(Response(body, content_type=atom.MEDIA_TYPE), FEED_SECONDS)


@localized(bp, "/van-ban/<slug>", "/laws/<slug>")
@access("public")
def law(slug: str) -> Response:
    """One text of law: its days, what changed it, where the facts are from and how certain they are."""
    row = get_public_article(slug, law=True)
    return whole_page(
        "site/portal/law.html",
        law=law_view(row),
        body=body_markup(in_locale(row.body_vi, row.body_en)),
        views=get_views([row.id]).get(row.id, Views()),
        counted_at=local_url("site.article_opened", article_id=row.id),
    )


@localized(bp, "/luot-xem/<int:article_id>.gif", "/views/<int:article_id>.gif")
@access("anyone")
def article_opened(article_id: int) -> Response:
    """A dot in the page of an article, asked for each time it is opened. Counts a number, knows nobody."""
    view_counter().note(article_id)
    answer = Response(DOT, content_type="image/gif")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _atom(rows: Sequence[Article], category: str) -> str:
    asked = {"category": category or None}
    title = translate("News")
    if category:
        title += f": {translate(CATEGORIES[category])}"
    return atom.feed(
        f"{title} – Tiêu Biểu",
        base_url() + with_question(local_url("site.news_atom"), asked),
        base_url() + with_question(local_url("site.news"), asked),
        max((row.publish_at for row in rows if row.publish_at), default=None),
        map(_entry, rows),
    )


def _law_entry(row: Article) -> str:
    view = law_view(row)
    title = f"{view['number']}: {view['text']}"
    return atom.entry(title, base_url() + view["href"], row.publish_at or row.created_at, view["issuer"])


def _entry(row: Article) -> str:
    view = article_view(row)
    return atom.entry(
        view["text"], base_url() + view["href"], row.publish_at or row.created_at, view["summary"]
    )
