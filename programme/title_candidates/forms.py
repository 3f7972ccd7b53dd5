"""The forms of a candidate for a title."""

from collections.abc import Sequence

from wtforms import BooleanField, MultipleFileField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from app.web.fields import FILL_IN, TOO_LONG, DayField, IntegerField, WholeField, whole_number
from app.web.forms import Form
from app.web.i18n import N_, translate
from catalog.forms import LongText, VersionedForm
from programme.models import Artisan, TitleCandidate
from programme.title_candidates.services import CandidateData, Found

LONGEST = 200


class CandidateForm(VersionedForm):
    artisan = SelectField(N_("Artisan"), [InputRequired(FILL_IN)])
    handed_in_on = DayField(N_("Day on which the office had it"), [InputRequired(FILL_IN)])
    years = WholeField(N_("Years in the craft"))
    taught = WholeField(N_("People taught"))
    merits = LongText(N_("Works and merits"))
    apart = BooleanField(
        N_("Holds no title of intangible heritage and is not considered for one"),
        description=N_("Asked for titles of the state alone."),
    )

    def offer(self, people: Sequence[Artisan]) -> None:
        first = ("", translate("Choose"))
        self.artisan.choices = [first, *((str(one.id), f"{one.name_vi}, {one.craft}") for one in people)]

    def show(self, row: TitleCandidate) -> None:
        """For putting right: the artisan stays."""
        self.years.data = "" if row.years is None else str(row.years)
        self.taught.data = "" if row.taught is None else str(row.taught)
        self.merits.data, self.apart.data, self.version.data = row.merits, True, str(row.version)

    def typed(self, artisan_id: int | None = None) -> CandidateData:
        """artisan_id: of a candidate that is put right."""
        return CandidateData(
            artisan_id=artisan_id if artisan_id is not None else whole_number(self.artisan.data),
            years=self.years.whole, taught=self.taught.whole, merits=self.merits.data or "", apart=self.apart.data,
            handed_in_on=self.handed_in_on.data if "handed_in_on" in self else None,
        )  # fmt: skip


class FindingForm(VersionedForm):
    present = IntegerField(N_("Members present"), [InputRequired(FILL_IN)])
    votes = IntegerField(N_("Votes for it"), [InputRequired(FILL_IN)])
    agrees = RadioField(N_("What the council found"))

    def fit(self, row: TitleCandidate) -> None:
        """Where a share of votes decides, nobody says it."""
        self.agrees.choices = [
            ("yes", translate("Worthy of the title")),
            ("no", translate("Not worthy of it")),
        ]
        if row.round.percent is not None:
            del self.agrees

    def show(self, row: TitleCandidate) -> None:
        self.present.data, self.votes.data, self.version.data = row.present, row.votes, str(row.version)
        if "agrees" in self and row.agrees is not None:
            self.agrees.data = "yes" if row.agrees else "no"

    def typed(self) -> Found:
        said = self.agrees.data if "agrees" in self else None
        return Found(self.present.data, self.votes.data, None if said is None else said == "yes")


class FilesForm(Form):
    text = StringField(
        N_("What this file is"),
        [InputRequired(FILL_IN), Length(max=LONGEST, message=TOO_LONG)],
        description=N_("As: declaration, proof of teaching, pictures of works."),
    )
    files = MultipleFileField(
        N_("Files"), description=N_("PDF or photos; nobody but you and the office opens them.")
    )
