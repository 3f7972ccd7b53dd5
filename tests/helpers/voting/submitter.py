"""Writers that get killed: python -m tests.helpers.voting.submitter DATA_DIR KILLS SEED < [[user id, sheet
key], …]

Each writer is a process of its own that saves sheets until SIGKILL strikes at a random moment. Prints the
receipts that were acknowledged, each a line, as a server would have sent them: after the commit.
"""

import json
import os
import random
import select
import signal
import sys
import time
import uuid
from pathlib import Path
from typing import Any, NoReturn

WARM = 0.8
"""The part of the kills that wait for a first saving; the others strike whatever the writer is at."""
START = 180.0
FULL = {"market": "30", "economy": "31.5", "culture": "8", "other": "7"}


def main(folder: str, kills: int, seed: int) -> None:
    from app import create_app
    from app.core.database.base import db
    from tests.conftest import make_settings

    sheets = json.load(sys.stdin)
    app = create_app(make_settings(Path(folder)))
    with app.app_context():
        dice = random.Random(seed)
        save_one(sheets, dice)  # what is worked out at first use is there in every writer
        begin = time.monotonic()
        save_one(sheets, dice)
        longest = min(4 * (time.monotonic() - begin) + 0.03, 0.25)
        db.session.remove()
        db.engine.dispose()  # no connection goes through a fork
    for _ in range(kills):  # at any moment of its first savings
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            save_for_ever(app, sheets, writer, random.Random(dice.random()))
        os.close(writer)
        if dice.random() < WARM:
            select.select([reader], [], [], START)
        time.sleep(dice.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        with os.fdopen(reader) as told:
            sys.stdout.write(told.read())
        os.waitpid(child, 0)


def save_for_ever(app: Any, sheets: list[list[Any]], out: int, dice: random.Random) -> NoReturn:
    with app.app_context():
        while True:
            os.write(out, f"{save_one(sheets, dice)}\n".encode())


def save_one(sheets: list[list[Any]], dice: random.Random) -> str:
    """One saving of some sheet, one in fifty submits it; the receipt, or empty when it was submitted before."""
    from app.accounts.models import User
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from app.core.errors import Conflict
    from tests.factories.accounts import actor
    from voting.score_sheets import services as score_sheets

    user_id, key = dice.choice(sheets)
    juror = actor(db.session.get_one(User, user_id))
    saving = score_sheets.Saving(str(uuid.uuid4()), FULL, submit=dice.random() < 0.02)
    try:
        with transaction():
            return score_sheets.save_sheet(juror, key, saving).receipt
    except Conflict:
        return ""


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
