"""The programmes of the demonstration: public texts with their source; activities in them are made up and marked."""

from pathlib import Path

from app.core.actor import SYSTEM
from app.core.database.transaction import transaction
from programme.facts.tasks import follow_own_facts
from programme.targets.files import read_file
from programme.targets.services import load_programme

FOLDER = Path(__file__).resolve().parent / "data" / "programmes"
FILES = ("quoc-gia-2021-2025.json", "dong-nai-2021-2025.json")


def load_programmes() -> None:
    """Load what is missing, and count what the site keeps."""
    with transaction():
        for name in FILES:
            load_programme(SYSTEM, read_file((FOLDER / name).read_bytes()))
    follow_own_facts()
