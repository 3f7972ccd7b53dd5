"""The job that draws a brochure."""

from typing import TYPE_CHECKING, Any

from app.core.clock import today
from app.core.database.base import db
from app.core.errors import DomainError
from app.core.ports import ports
from app.core.work.jobs import JobRun, Queue, task
from app.web.addresses import absolute_url
from app.web.i18n import translate
from catalog.brochure.queries import Entry, list_recognised
from catalog.brochure.services import KIND
from catalog.labels import LEVELS
from catalog.models import Award, Product
from catalog.units.queries import list_units

if TYPE_CHECKING:
    from catalog.brochure.drawing import BrochurePage

STEP = 10


@task(KIND, Queue.PAPERS)
def brochure_task(run: JobRun) -> dict[str, Any]:
    """Draw, store the file, return its address. Progress counts products."""
    from catalog.brochure.drawing import brochure_pdf  # noqa: PLC0415  # what draws is loaded when it is wanted

    day = today()
    entries = [_page(entry) for entry in list_recognised(day, run.payload["unit_id"])]
    names = {unit.code: unit.name_vi for unit in list_units(day)}
    db.session.rollback()  # no read stays open while pages are drawn

    def done(number: int) -> None:
        if number % STEP == 0 or number == len(entries):
            run.progress(number, len(entries))

    date_text = f"{day.day:02}/{day.month:02}/{day.year}"
    subtitle = f"{len(entries)} sản phẩm có giấy chứng nhận còn hiệu lực vào ngày {date_text}"
    data = brochure_pdf(run.payload["title"], subtitle, entries, done, names)
    name = ports().files.put(data, ".pdf")
    url = absolute_url("catalog.brochure_file", locale="vi", job_id=run.job_id)
    return {"file": name, "products": len(entries), "url": url}


def _page(entry: Entry) -> "BrochurePage":
    from catalog.brochure.drawing import BrochurePage  # noqa: PLC0415  # what draws is loaded when it is wanted

    product, award = entry
    facility = product.facility
    picture = product.pictures[0] if product.pictures else None
    notes = (
        "Hình minh họa" if picture and picture.is_illustration else "",
        "Dữ liệu trình diễn" if product.is_demo else "",
    )
    return BrochurePage(
        facility.unit.present.name_vi,
        award.product_name if award.set_items else product.name_vi,
        facility.name,
        f"{translate(LEVELS[award.level], 'vi')} {award.year}",  # type: ignore[index]  # its values
        product.description_vi,
        _facts(product, award),
        _bytes(picture.files.get("1280") or picture.files.get("640")) if picture else None,
        " · ".join(note for note in notes if note),
        facility.unit.present.code,
    )


def _facts(product: Product, award: Award) -> tuple[tuple[str, str], ...]:
    """The known facts, each with its heading."""
    facility = product.facility
    facts = (
        ("Bộ sản phẩm gồm", "; ".join(award.set_items)),
        ("Nguyên liệu", product.materials),
        ("Quy cách", product.net_content or product.dimensions),
        ("Nơi bán", product.where_sold),
        ("Nhãn hiệu", product.trademark.name if product.trademark else ""),
        ("Địa chỉ", ", ".join(part for part in (facility.address, facility.commune) if part)),
        ("Số giấy chứng nhận", award.number or ""),
    )
    return tuple((name, value) for name, value in facts if value)


def _bytes(name: str | None) -> bytes | None:
    """A picture missing in the store is left out: the brochure is worth more than one picture."""
    try:
        return ports().files.get(name) if name else None
    except DomainError:
        return None
