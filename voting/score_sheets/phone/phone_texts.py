"""The texts of the scripts on the juror's phone, in the reader's language; placeholders are written {so}."""

from app.web.i18n import translate as _


def phone_texts() -> dict[str, str]:
    """The texts for the scripts of the juror's pages, by their short names."""
    return {
        "total": _("Total: %(total)s of 100", total="{total}"),
        "received": _("Received. Receipt: %(receipt)s", receipt="{receipt}"),
        "device": _("On this phone, not yet received"),
        "waiting": _("Ready to be submitted, on this phone"),
        "refused": _("Not received: %(reason)s", reason="{reason}"),
        "number": _("Write a number, such as 35 or 35.5."),
        "too_high": _("Give at most %(maximum)s.", maximum="{maximum}"),
        "missing": _("Give a score."),
        "not_sent": _("Kept on this phone. Correct the marked score, then it is sent."),
        "offline": _("No network. You work with what is stored on this phone; everything is sent "
"once the network is back."),
        "signed_out": _("Your session has ended. Your sheets are safe on this phone."),
        "sign_in": _("Sign in to send them"),
        "keeping": _("Preparing the pages for a hall without network: %(done)s of %(total)s", done="{done}",
                     total="{total}"),
        "kept": _("Ready for a hall without network: %(pages)s pages kept on this phone.", pages="{pages}"),
        "left": _("%(count)s sheets are on this phone and not yet received.", count="{count}"),
        "differs": _("differs"),
        "screen": _("Part %(number)s of %(total)s", number="{number}", total="{total}"),
    }  # fmt: skip
