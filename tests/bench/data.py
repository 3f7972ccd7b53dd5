"""A catalogue to measure on: facilities with products, papers, recognitions and lots, in a folder of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench.load import ROOT

PRODUCTS = 60
GTIN = "08938501234568"


def make(folder: Path, base_url: str) -> dict[str, str]:
    """Fill the folder in a process of its own (the servers must find it at rest). Gives the paths to ask for."""
    code = f"from tests.bench.data import fill; import json,sys; json.dump(fill({str(folder)!r}), sys.stdout)"
    environ = os.environ | environment(folder, base_url)
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    if said.returncode:
        raise RuntimeError(said.stderr)
    return dict(json.loads(said.stdout.splitlines()[-1]))


def environment(folder: Path, base_url: str) -> dict[str, str]:
    return {
        "DATA_DIR": str(folder / "var"), "SECRET_KEY": "x" * 40, "EMBEDDED_RUNNER": "off", "BASE_URL": base_url,
        "SEARCH_ENGINE": "whoosh", "PASSWORD_COST": "low", "BENCH_MINIMAL": str(folder / "minimal.db"),
    }  # fmt: skip


def fill(_folder: str) -> dict[str, str]:
    from app import create_app
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from catalog.search.tasks import rebuild_index
    from catalog.units.services import sync_units
    from tests import factories

    app = create_app()
    with app.app_context():
        db.metadata.create_all(db.engine)
        with transaction():
            sync_units()
        maker = factories.everything()
        owner = maker.facility(about_vi="Cơ sở làm nước mắm truyền thống từ năm 1960. " * 4)
        shown = _whole_product(maker, owner)
        for number in range(PRODUCTS):
            maker.product(
                owner if number % 12 == 0 else maker.facility(),
                name_vi=f"Nước mắm nhỉ số {number}",
                pictures=2,
            )
        rebuild_index()
        lot = maker.lot_with_events(shown)
        from traceability.lots.public import list_public_lots

        found = list_public_lots(shown.id)[0]
        return {
            "product": f"/san-pham/{shown.slug}",
            "search": "/san-pham?q=nuoc%20mam&group=che-bien-nong-lam-thuy-san-thuc-pham",
            "scan": f"/truy-xuat/{found.code}",
            "redirect": f"/01/{GTIN}/10/{lot.code}",
        }


def _whole_product(maker: Any, owner: Any) -> Any:
    mark = maker.trademark(owner)
    shown = maker.product(
        owner, name_vi="Nước mắm nhỉ cá cơm Hương Quê 40 độ đạm", pictures=4, gtin=GTIN, trademark_id=mark.id,
        description_vi="Nước mắm cá cơm ủ chượp mười hai tháng trong thùng gỗ, không chất bảo quản. " * 8,
        dimensions="Chai 500 ml, cao 24 cm", shelf_life="24 tháng", standard="TCVN 5107:2018",
    )  # fmt: skip
    maker.certificate(owner, products=(shown,))
    maker.certificate(owner, products=(shown,), kind="haccp")
    maker.award(shown)
    maker.award(shown, level="khu-vuc")
    return shown
