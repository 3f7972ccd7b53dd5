"""What programs ask for beside the pages: security.txt, OpenSearch, feeds that honour their question."""

from app.core.database.base import db
from voting.models import SelectionRound


def test_security_txt_names_a_contact_and_an_end(client):
    answer = client.get("/.well-known/security.txt")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert [line.partition(":")[0] for line in answer.text.splitlines()] == [
        "Contact", "Expires", "Preferred-Languages", "Canonical",
    ]  # fmt: skip


def test_opensearch_leads_to_the_catalogue_of_its_language(client):
    assert 'template="http://127.0.0.1:8000/san-pham?q={searchTerms}"' in client.get("/opensearch.xml").text
    assert (
        'template="http://127.0.0.1:8000/en/products?q={searchTerms}"'
        in client.get("/en/opensearch.xml").text
    )


def test_a_feed_holds_what_was_asked(client, factory):
    row = db.session.get_one(SelectionRound, factory.published_round().round_id)
    here = row.unit.present.code
    assert len(client.get(f"/ket-qua.json?province={here}").json["items"]) == 1
    elsewhere = client.get("/ket-qua.json?province=04")
    assert elsewhere.json["items"] == []
    assert elsewhere.json["feed_url"].endswith("/ket-qua.json?province=04")
    assert "<entry>" not in client.get("/ket-qua.atom?year=1999").text


def test_the_page_on_personal_data_says_what_a_scan_leaves(client):
    for path, told in (("/du-lieu-ca-nhan", "30 ngày"), ("/en/privacy", "30 days")):
        assert told in client.get(path).text


def test_the_trail_is_data_and_the_home_page_names_its_feed(client, factory):
    page = client.get(f"/san-pham/{factory.product().slug}").text
    assert page.count('itemtype="https://schema.org/BreadcrumbList"') == 1
    assert [f'content="{n}"></li>' in page for n in (1, 2, 3, 4)] == [True] * 4
    assert 'type="application/atom+xml"' in client.get("/").text
    assert 'href="/en/results.atom"' in client.get("/en/").text
