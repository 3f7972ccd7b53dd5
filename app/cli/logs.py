"""`tieubieu verify-logs`: the sealed logs in this database, including those of rounds in progress."""

import click

from app.ops.application import open_for_command, print_json


@click.command("verify-logs")
def verify_logs() -> None:
    """Check the logs of all rounds, published or not, of reports of periods, and the register of certificates, as
    they are in the database. Every record, sheet and signature; one JSON row per log. No score is shown. Exit 1 if
    one is not valid.
    """
    with open_for_command().app_context():
        from app.core.logs.tlog.lines import dump_lines  # noqa: PLC0415  # the database comes with it
        from catalog.register import writer as register  # noqa: PLC0415  # as above
        from catalog.register.check import find_register_faults  # noqa: PLC0415  # as above
        from programme.report_log.check import check_report_log  # noqa: PLC0415  # as above
        from voting.verification.cli import check_signature  # noqa: PLC0415  # as above
        from voting.verification.live_logs import check_round_logs  # noqa: PLC0415  # as above

        rows = check_round_logs(check_signature)
        document = register.document()
        is_begun = bool(document["log"] or document["certificates"])
        faults = find_register_faults(dump_lines(document), check_signature) if is_begun else []
        told = {"records": len(document["log"]), "checkpoints": len(document["checkpoints"])}
        rows.append({"register": "certificates", **told, "faults": [str(fault) for fault in faults]})
        reports = check_report_log(check_signature)
        rows += [reports] if reports is not None else []
    print_json(rows)
    if any(row["faults"] for row in rows):
        raise SystemExit(1)
