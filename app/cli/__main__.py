"""`python -m app.cli`: the same as `tieubieu`."""

from app.cli import main

main()
