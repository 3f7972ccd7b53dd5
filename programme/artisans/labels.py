"""Names of the titles of artisans, and the text of their consent."""

from app.web.i18n import N_
from programme.artisans.titles import Title

TITLES = {
    Title.PEOPLE: N_("People’s artisan"),
    Title.EMINENT: N_("Eminent artisan"),
    Title.PROVINCE: N_("Artisan of the province"),
    Title.WORKER: N_("Skilled worker of the province"),
    Title.BRINGER: N_("Bringer of a trade"),
}
