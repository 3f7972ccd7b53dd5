"""The main job, step by step, as the people concerned do it in the browser; used in both languages."""

import io
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image

from app.core.clock import today
from app.core.gs1 import check_digit
from app.demo.illustrations import View, draw_illustration
from catalog.enums import ProductGroup
from tests.e2e.person import PASSWORD, Person, until
from tests.e2e.server import Server

JURORS = ("giam-khao-1", "giam-khao-2", "giam-khao-3")
STAFF = {
    "can-bo": ("officer-province", "--province", "75"),
    "thu-ky": ("secretary",),
    "chu-tich": ("chair",),
    **dict.fromkeys(JURORS, ("juror",)),
}
PRODUCT = "Nước mắm cá cơm Sông Thử"
ENGLISH = "Sông Thử anchovy sauce"
FACILITY = "Công ty thử nghiệm Sông Thử"
GTIN = "952123459999" + check_digit("952123459999")
LOT = "NM-2026-01"
GROUP = str(ProductGroup.FOOD)
TEXT = "Cá cơm tươi ủ chượp mười hai tháng trong thùng gỗ bời lời với muối biển, không phẩm màu, không hương liệu."
SCORES = (
    {"market": "35,5", "economy": "33"},
    {"market": "34", "economy": "34,25"},
    {"market": "36", "economy": "31"},
)


def email(local: str) -> str:
    return f"{local}@minhhoa.example"


class Walk:
    """People of one main job on one site. Each step leaves the site as the next one needs it."""

    def __init__(self, browser: Any, server: Server, folder: Path, locale: str, *, phone: bool) -> None:
        self.browser, self.server, self.folder, self.locale, self.phone = (
            browser,
            server,
            folder,
            locale,
            phone,
        )
        self.province = "Đồng Nai" if locale == "vi" else "Dong Nai"
        self.looked: set[str] = set()
        self.people: dict[str, Person] = {}
        for local, role in STAFF.items():
            server.tieubieu(
                "user",
                "create",
                "--email",
                email(local),
                "--name",
                f"Bà {local}",
                "--role",
                *role,
                typed=PASSWORD + "\n",
            )

    def person(self, local: str) -> Person:
        """The person, signed in; made on first use."""
        if local not in self.people:
            person = self.people[local] = self.visitor()
            person.sign_in(email(local), second_factor=local in STAFF)
        return self.people[local]

    def visitor(self) -> Person:
        return Person(self.browser, self.server.url, self.locale, phone=self.phone, looked=self.looked)

    def register(self) -> None:
        """Step 2a: a facility registers and is verified by the officer of its province."""
        owner = self.people["co-so"] = self.visitor()
        owner.go("/dang-ky", "/register")
        owner.fill(name="Chị Hoa", email=email("co-so"), password=PASSWORD)
        owner.send()
        owner.sign_in(email("co-so"))
        owner.go("/co-so-cua-toi/dang-ky", "/my-facility/register")
        owner.fill(
            name=FACILITY, kind="doanh-nghiep", registration_number="3600123459", commune="Xã Thử", address="Ấp 1",
            contact_name="Chị Hoa", phone="0000 000 999", website="https://song-thu.minhhoa.example",
        )  # fmt: skip
        owner.choose("unit_id", self.province)
        owner.send()
        assert not owner.refused(), owner.refused()
        officer = self.person("can-bo")
        officer.go("/can-bo/co-so", "/officer/facilities")
        officer.follow("/can-bo/co-so/", "/officer/facilities/")
        assert FACILITY in officer.text()
        officer.send("verify")
        assert not officer.refused(), officer.refused()

    def list_product(self) -> None:
        """Step 2b: a product with pictures and a paper, submitted, checked, published."""
        owner, officer = self.person("co-so"), self.person("can-bo")
        owner.go("/co-so-cua-toi/giay-to", "/my-facility/papers")
        owner.follow("/giay-to/moi", "/papers/new")
        owner.fill(
            kind="attp", number="12/2026/ATTP", issuer="Cơ quan thử nghiệm",
            issued_on=today().replace(day=1).isoformat(), scan=(self._file("giay.png", View.PACKAGE),),
        )  # fmt: skip
        owner.send()
        assert not owner.refused(), owner.refused()
        owner.go("/co-so-cua-toi/san-pham/moi", "/my-facility/products/new")
        owner.fill(
            name_vi=PRODUCT, name_en=ENGLISH, group=GROUP, description_vi=TEXT,
            description_en="Anchovies fermented with sea salt for twelve months in wooden vats.",
            materials="Cá cơm, muối biển", net_content="500 ml", shelf_life="24 tháng",
            standard="TCVN 5107", where_sold="Tại xưởng", gtin=GTIN,
            certificate_ids=["1"],
        )  # fmt: skip
        owner.send()
        assert not owner.refused(), owner.refused()
        owner.fill(
            pictures=tuple(self._file(f"{view}.png", view) for view in View),
            alt_vi="Chai nước mắm",
            alt_en="A bottle",
        )
        owner.send()
        assert not owner.refused(), owner.refused()
        owner.follow("/nop", "/submit")
        owner.send()
        officer.go("/can-bo/san-pham", "/officer/products")
        officer.follow(
            "/can-bo/san-pham/1", "/officer/products/1"
        )  # past the link to changes of published ones
        officer.send("publish")
        officer.go("/can-bo/giay-to", "/officer/papers")
        officer.follow("/can-bo/giay-to/", "/officer/papers/")
        officer.send("check")
        assert not officer.refused(), officer.refused()

    def search(self) -> None:
        """Step 3: a visitor finds it without marks and with a typing mistake."""
        visitor = self.visitor()
        for words in ("nuoc mam ca com", "NƯỚC MẮM", "nuco mam song thu"):
            found = partial(self._finds, visitor, words)  # the index follows within a second or so
            assert until(found, visitor.page), words
        visitor.follow("/san-pham/", "/products/")
        assert self._shows(visitor)
        self.product_path = visitor.path()
        self._done(visitor)

    def open_round(self) -> None:
        """Step 4a: the officer plans a round, seats council and jury, and opens it to entries."""
        officer = self.person("can-bo")
        officer.go("/can-bo/ky-binh-chon/moi", "/officer/rounds/new")
        officer.fill(
            title_vi="Kỳ bình chọn thử", title_en="A trial round", level="tinh", year=str(today().year)
        )
        officer.choose("area", self.province)
        officer.send()
        assert not officer.refused(), officer.refused()
        self.slug = officer.path().rpartition("/")[2]
        officer.follow("/hoi-dong", "/council")
        officer.fill(chair=email("chu-tich"), secretary=email("thu-ky"), members="Ông Minh; Uỷ viên")
        officer.send()
        officer.follow(GROUP, GROUP)
        officer.fill(jurors=[email(juror) for juror in JURORS])
        officer.send()
        for act in ("announce", "open_entries"):
            officer.post("/buoc" if self.locale == "vi" else "/step", act=act)
        assert not officer.refused(), officer.refused()

    def enter(self) -> None:
        """Step 4b: the facility hands a dossier in, the secretary accepts it, the officer opens scoring."""
        owner, secretary, officer = self.person("co-so"), self.person("thu-ky"), self.person("can-bo")
        owner.go("/co-so-cua-toi/binh-chon", "/my-facility/entries")
        owner.follow(self.slug, self.slug)
        owner.choose("product_id", PRODUCT)
        owner.send()
        owner.fill(statement=TEXT)
        owner.send()
        for kind in ("entry-form", "registration"):
            owner.fill(kind=kind, title="Bản chụp", files=(self._file(f"{kind}.png", View.PACKAGE),))
            owner.send()
            assert not owner.refused(), owner.refused()
        owner.post("/anh-san-pham" if self.locale == "vi" else "/pictures")
        owner.follow("/nop", "/hand-in")
        owner.fill(declared=True)
        owner.send()
        assert not owner.refused(), owner.refused()
        secretary.go(f"/can-bo/ky-binh-chon/{self.slug}", f"/officer/rounds/{self.slug}")
        secretary.follow("/ho-so/", "/dossier/")
        secretary.send("accept")
        assert not secretary.refused(), secretary.refused()
        officer.go(f"/can-bo/ky-binh-chon/{self.slug}", f"/officer/rounds/{self.slug}")
        for act in ("close_entries", "open_scoring"):
            officer.post("/buoc" if self.locale == "vi" else "/step", act=act)
        assert not officer.refused(), officer.refused()

    def score(self) -> None:
        """Step 4c: three jurors declare, score blind and submit."""
        for juror, given in zip(JURORS, SCORES, strict=True):
            person = self.person(juror)
            person.go("/giam-khao", "/jury")
            person.follow("/khai-bao", "/declare")
            person.fill(confirm=True)
            person.send()
            person.follow("/phieu/", "/sheet/")
            assert FACILITY not in person.text()
            person.fill(
                **{f"score_{code}": points for code, points in given.items()},
                score_culture="8",
                score_other="7,5",
            )
            person.page.click('button[value="review"]')
            person.page.click('[data-part="confirm"] [data-submit]')
            person.page.locator(".receipt-qr svg").wait_for()
            person.look()

    def decide(self) -> None:
        """Step 4d and 5: two people close, the council decides, two people publish."""
        secretary, chair = self.person("thu-ky"), self.person("chu-tich")
        for person in (secretary, chair):
            person.prove()
            person.go(f"/hoi-dong/{self.slug}/dong-cham", f"/council/{self.slug}/close")
            person.send()
            assert not person.refused(), person.refused()
        self._sees_nothing()
        chair.go(f"/hoi-dong/{self.slug}/phien-hop", f"/council/{self.slug}/session")
        chair.fill(held_on=today().isoformat(), place="Phòng họp thử", present=["1", "2", "3"])
        chair.send()
        assert not chair.refused(), chair.refused()
        chair.go(f"/hoi-dong/{self.slug}/bang-diem", f"/council/{self.slug}/board")
        chair.follow("/bang-diem/", "/board/")
        chair.fill(recognised="yes", votes_for="3", votes_against="0")
        chair.send()
        assert not chair.refused(), chair.refused()
        for person in (secretary, chair):
            person.prove()
            person.go(f"/hoi-dong/{self.slug}/bang-diem", f"/council/{self.slug}/board")
            person.post("/du-kien" if self.locale == "vi" else "/provisional")
        secretary.go(f"/hoi-dong/{self.slug}/quyet-dinh", f"/council/{self.slug}/decision")
        secretary.fill(
            number="44/QĐ-THU",
            signed_on=today().isoformat(),
            authority="Cơ quan thử nghiệm",
            signer="Ông Thử",
        )
        secretary.send()
        assert not secretary.refused(), secretary.refused()
        for person in (secretary, chair):
            person.prove()
            person.go(f"/hoi-dong/{self.slug}/cong-bo", f"/council/{self.slug}/publish")
            person.send()
            assert not person.refused(), person.refused()

    def certificate(self) -> None:
        """Step 5: product page, certificate page and its PDF show the recognition at once."""
        visitor = self.visitor()
        visitor.open(self.product_path)
        visitor.follow("/giay-chung-nhan/", "/certificates/")
        number = visitor.path().rpartition("/")[2]
        assert number in visitor.text()
        assert self._shows(visitor)
        paper = f"{self.server.url}/giay-chung-nhan/{number}.pdf"  # a job draws and signs it
        pdf = until(lambda: _found(visitor.context.request.get(paper)), visitor.page)
        assert decode(pdf.body()) == [f"{self.server.url}/giay-chung-nhan/{number}"]
        visitor.go(f"/ky-binh-chon/{self.slug}", f"/rounds/{self.slug}")
        assert self._shows(visitor)
        for vi, en in (
            ("/", "/"),
            ("/co-so", "/facilities"),
            ("/ky-binh-chon", "/rounds"),
            ("/tro-giup", "/help"),
        ):
            visitor.go(vi, en)
            assert visitor.status == 200
        self._done(visitor)

    def print_labels(self) -> str:
        """Step 6a: raw material, a lot, its diary, labels; returns what the printed QR codes say."""
        owner = self.person("co-so")
        day = today().isoformat()
        owner.go("/co-so-cua-toi/lo/nguyen-lieu", "/my-facility/lots/raw-material")
        owner.fill(name="Cá cơm", supplier="Tàu cá Thử 01", code="CA-01", quantity="300", unit="kg")
        owner.send()
        assert not owner.refused(), owner.refused()
        owner.go("/co-so-cua-toi/lo/moi", "/my-facility/lots/new")
        owner.fill(
            code=LOT,
            made_on=day,
            best_before=today().replace(year=today().year + 2, day=1).isoformat(),
            quantity="120",
            unit="chai",
        )
        owner.send()
        assert not owner.refused(), owner.refused()
        self.lot_path = owner.path()
        self.lot_id = self.lot_path.rpartition("/")[2]
        owner.follow("/make", "/make")
        owner.fill(**{"inputs-0-used": True, "inputs-0-quantity": "280"}, quantity="150", unit="lít")
        owner.send()
        owner.follow("/check", "/check")
        owner.fill(conforms="yes", note="Độ đạm 30 °N")
        owner.send()
        assert not owner.refused(), owner.refused()
        owner.follow("/in-tem", "/labels")
        owner.fill(kind="lot", quantity="3", sheet="a4-24")
        owner.send()
        assert not owner.refused(), owner.refused()
        pdf = owner.context.request.get(
            owner.page.locator('main a[href$=".pdf"]').first.evaluate("a => a.href")
        )
        said = decode(pdf.body())
        assert len(said) == 3
        assert len(set(said)) == 1
        return said[0]

    def scan(self, address: str) -> None:
        """Step 6b: a phone opens what the code says; a recall by the officer then stands first."""
        phone = Person(self.browser, self.server.url, self.locale, phone=True, looked=self.looked)
        phone.open(address)
        assert phone.path().startswith("/truy-xuat/" if self.locale == "vi" else "/en/trace/")
        page = phone.text()
        assert self._shows(phone)
        for fact in (FACILITY, LOT, "Cá cơm"):
            assert fact in page, fact
        officer = self.person("can-bo")
        officer.go(f"/can-bo/lo/{self.lot_id}/thu-hoi", f"/officer/lots/{self.lot_id}/recall")
        officer.fill(kind="recall", reason_vi="Nhãn ghi sai khối lượng", advice_vi="Trả lại nơi mua")
        officer.send()
        officer.send()  # the page shows it once more
        assert not officer.refused(), officer.refused()
        whole = until(partial(self._warned, phone, address), phone.page)
        assert 0 <= whole.find("Nhãn ghi sai khối lượng") < whole.find(FACILITY)
        self._done(phone)

    def wrong(self) -> list[str]:
        """The errors of all visited pages."""
        return [line for person in self.people.values() for line in person.wrong]

    def close(self) -> None:
        for person in self.people.values():
            person.close()

    def _finds(self, person: Person, words: str) -> bool:
        person.go(f"/san-pham?q={words}", f"/products?q={words}")
        return self._shows(person)

    def _warned(self, person: Person, address: str) -> str:
        """The words of a scanned page, once they tell the reason of the recall."""
        person.open(address)
        whole = " ".join(person.page.locator("body").inner_text().split())
        return whole if "Nhãn ghi sai khối lượng" in whole else ""

    def _shows(self, person: Person) -> bool:
        """Whether the page names the product, in whichever language it has a name for the place."""
        page = person.text()
        return PRODUCT in page or ENGLISH in page

    def _sees_nothing(self) -> None:
        """After closing and before publication the public page of the round names no product and no number."""
        visitor = self.visitor()
        visitor.go(f"/ky-binh-chon/{self.slug}", f"/rounds/{self.slug}")
        assert not self._shows(visitor)
        self._done(visitor)

    def _done(self, person: Person) -> None:
        self.people.setdefault("khach", person).wrong.extend(
            person.wrong if self.people["khach"] is not person else []
        )
        if self.people["khach"] is not person:
            person.close()

    def _file(self, name: str, view: View) -> str:
        path = self.folder / name
        if not path.exists():
            draw_illustration(PRODUCT, ProductGroup.FOOD, size=(800, 600), view=view).save(path)
        return str(path)


def _found(answer: Any) -> Any:
    return answer if answer.status == 200 else None


def decode(pdf: bytes) -> list[str]:
    """What the QR codes of a document's first page say, as a phone would read the print."""
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0]
    picture: Image.Image = page.render(scale=4).to_pil().convert("L")
    return [found.text for found in zxingcpp.read_barcodes(picture)]
