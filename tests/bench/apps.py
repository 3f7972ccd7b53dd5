"""The applications for measuring: the two baselines, and the program itself."""

import os
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from app.core.quick import QUICK, NotAtHand

BODY = b"hello"
PAGE_BYTES = 6_000


def hello(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The bare server: an answer without a framework."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(BODY)))])
    return [BODY]


def minimal(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The minimum of a Flask page: one ORM row, one template of 6 kB."""
    if QUICK in environ:
        raise NotAtHand
    return _minimal_app()(environ, start_response)  # type: ignore[no-any-return]


@cache
def _minimal_app() -> Any:
    from flask import Flask, render_template
    from flask_sqlalchemy import SQLAlchemy
    from jinja2 import DictLoader
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase):
        pass

    database = SQLAlchemy(model_class=Base)

    class Thing(database.Model):  # type: ignore[name-defined,misc]
        id: Mapped[int] = mapped_column(primary_key=True)
        slug: Mapped[str] = mapped_column(unique=True)
        name: Mapped[str]
        text: Mapped[str]

    app = Flask("minimal")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{os.environ['BENCH_MINIMAL']}"
    database.init_app(app)
    filler = "<p>" + "Một đoạn văn bản cố định của trang. " * 20 + "</p>\n"
    template = "<!doctype html><title>{{ thing.name }}</title><h1>{{ thing.name }}</h1>" + filler * 7
    template = template.encode()[: PAGE_BYTES - 60].decode(errors="ignore") + "<p>{{ thing.text }}</p>"

    app.jinja_loader = DictLoader({"thing.html": template})

    @app.get("/things/<slug>")
    def thing(slug: str) -> str:
        row = database.session.execute(database.select(Thing).filter_by(slug=slug)).scalar_one()
        return render_template("thing.html", thing=row)

    with app.app_context():
        database.create_all()
        if database.session.get(Thing, 1) is None:
            database.session.add(Thing(id=1, slug="one", name="Nước mắm", text="Một dòng."))
            database.session.commit()
    return app
