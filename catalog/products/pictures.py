"""Pictures of a product: decoded and kept before the transaction, attached inside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, RuleBroken
from app.core.images.uploads import CleanImage
from app.core.policy import authorize
from app.core.ports import ports
from catalog.acts import load, product_changed
from catalog.enums import ProductState
from catalog.history import PICTURES, mark_unchecked, note_change
from catalog.models import Product, ProductPicture
from catalog.policies import can_manage_product
from catalog.standing import without_claims

MAX_PICTURES = 12
MAX_ALT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPicture:
    """A picture in the file store. files: width or "share" -> name; width × height: of the upload."""

    files: dict[str, str]
    width: int
    height: int
    colour: str
    is_illustration: bool = False


def store_picture(image: CleanImage, *, is_illustration: bool = False) -> StoredPicture:
    """Store the derivatives; outside a transaction, because disks are slow and names come from the content."""
    files = {
        str(rendition.width): ports().files.put(rendition.data, ".webp") for rendition in image.renditions
    }
    files["share"] = ports().files.put(image.share, ".jpg")
    return StoredPicture(
        files=files,
        width=image.width,
        height=image.height,
        colour=image.colour,
        is_illustration=is_illustration,
    )


def add_pictures(
    actor: Actor, product_id: int, pictures: Sequence[StoredPicture], *, alt_vi: str = "", alt_en: str = ""
) -> list[ProductPicture]:
    """Attach kept pictures behind those there are; on a public product they wait for an officer, unless they are
    drawings of this site.

    The same picture again (a double submit) adds nothing.
    """
    product = _managed(actor, product_id)
    before = product.pictures + product.waiting_pictures
    there = {picture.files["share"] for picture in before}
    waits = product.state == ProductState.PUBLISHED
    new = {picture.files["share"]: picture for picture in pictures if picture.files["share"] not in there}
    if len(there) + len(new) > MAX_PICTURES:
        raise RuleBroken("picture_limit", "pictures", limit=MAX_PICTURES)
    now = utc_now()
    first = max((picture.position for picture in before), default=-1) + 1
    rows = [
        ProductPicture(
            position=position, alt_vi=alt_vi[:MAX_ALT], alt_en=alt_en[:MAX_ALT], width=picture.width,
            height=picture.height, colour=picture.colour, files=dict(picture.files),
            is_illustration=picture.is_illustration, created_at=now, waiting=waits and not picture.is_illustration,
        )
        for position, picture in enumerate(new.values(), start=first)
    ]  # fmt: skip
    _attach(product, rows)
    db.session.flush()
    audit.record(actor, "catalog.picture.add", product, pictures=[row.id for row in rows])
    product_changed(product)
    return rows


def _attach(product: Product, rows: list[ProductPicture]) -> None:
    """Add each to those that show or to those that wait for an officer."""
    waiting = [row for row in rows if row.waiting]
    product.pictures.extend(row for row in rows if not row.waiting)
    product.waiting_pictures.extend(waiting)
    if waiting:
        product.proposed_at = product.proposed_at or utc_now()
        note_change(product, "proposed", PICTURES)


def describe_picture(
    actor: Actor, product_id: int, picture_id: int, *, alt_vi: str, alt_en: str = ""
) -> ProductPicture:
    """Set what a picture shows, for those who do not see it."""
    product = _managed(actor, product_id)
    picture = _picture_of(product, picture_id)
    for name, text in (("alt_vi", alt_vi), ("alt_en", alt_en)):
        if len(text) > MAX_ALT:
            raise RuleBroken("too_long", name, limit=MAX_ALT)
        without_claims(text, name, product)
    told = (picture.alt_vi, alt_vi) if picture.alt_vi != alt_vi else (picture.alt_en, alt_en)
    if product.state == ProductState.PUBLISHED and not picture.waiting and told[0] != told[1]:
        note_change(product, "changed", PICTURES, *told)
        mark_unchecked(product, PICTURES)
    picture.alt_vi, picture.alt_en = alt_vi, alt_en
    audit.record(actor, "catalog.picture.describe", product, picture=picture_id)
    product_changed(product)
    return picture


def order_pictures(actor: Actor, product_id: int, picture_ids: Sequence[int]) -> None:
    """Put the pictures in this order; the first represents the product in lists. Names each exactly once."""
    product = _managed(actor, product_id)
    by_id = {picture.id: picture for picture in product.pictures}
    if sorted(picture_ids) != sorted(by_id):
        raise Conflict("picture_order", "pictures")
    for position, picture_id in enumerate(picture_ids):
        by_id[picture_id].position = position
    audit.record(actor, "catalog.picture.order", product, pictures=list(picture_ids))
    product_changed(product)


def remove_picture(actor: Actor, product_id: int, picture_id: int) -> None:
    """Remove a picture; the last one of a published product stays. Its files stay for pages in caches."""
    product = _managed(actor, product_id)
    picture = _picture_of(product, picture_id)
    if picture.waiting:
        product.waiting_pictures.remove(picture)
        if not (product.waiting_pictures or product.proposed):
            product.proposed_at = None
    elif product.state == ProductState.PUBLISHED and len(product.pictures) == 1:
        raise RuleBroken("last_picture", "pictures")
    else:
        product.pictures.remove(picture)
        if product.state == ProductState.PUBLISHED:
            note_change(product, "changed", PICTURES)
            mark_unchecked(product, PICTURES)
    audit.record(actor, "catalog.picture.remove", product, picture=picture_id, files=picture.files)
    product_changed(product)


def show_waiting_pictures(product: Product) -> None:
    """Show the waiting pictures, after the others; authorised and audited by the caller."""
    for picture in product.waiting_pictures:
        picture.waiting = False
    db.session.flush()
    db.session.expire(product, ["pictures", "waiting_pictures"])


def _managed(actor: Actor, product_id: int) -> Product:
    product = load(Product, product_id)
    authorize(actor, can_manage_product, product)
    return product


def _picture_of(product: Product, picture_id: int) -> ProductPicture:
    picture = next((row for row in product.pictures + product.waiting_pictures if row.id == picture_id), None)
    if picture is None:
        raise Conflict("already_removed")
    return picture
