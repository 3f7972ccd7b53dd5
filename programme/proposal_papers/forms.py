"""The form of a dossier's files."""

from wtforms import MultipleFileField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from app.web.fields import TOO_LONG
from app.web.forms import Form
from app.web.i18n import N_, translate
from programme.models import Proposal
from programme.proposals.queries import asked_papers, missing_papers
from programme.proposals.views import paper_name

LONGEST = 200


class PapersForm(Form):
    paper = SelectField(N_("Which paper it is"))
    text = StringField(
        N_("What this file is"),
        [Length(max=LONGEST, message=TOO_LONG)],
        description=N_("Number, day or a word; for another paper its name."),
    )
    files = MultipleFileField(
        N_("Files"), description=N_("PDF or photos; nobody but you, the offices and the council opens them.")
    )

    def offer(self, row: Proposal) -> None:
        """The papers of the year, then any other; the first missing one is chosen."""
        other = SelectChoice("", translate("Another paper"))
        self.paper.choices = [
            *(SelectChoice(str(paper.id), paper_name(paper)) for paper in asked_papers(row)),
            other,
        ]
        missing = missing_papers(row)
        if missing and not self.is_submitted():
            self.paper.data = str(missing[0].id)

    def paper_id(self) -> int | None:
        return int(self.paper.data) if self.paper.data else None
