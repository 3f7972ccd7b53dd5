"""The views of the public site; importing the package registers them on the blueprint."""

from app.site import messages, template_globals
from app.site.artisans import routes as artisans
from app.site.blueprint import bp
from app.site.catalogue import facility_routes as facilities
from app.site.catalogue import routes as catalogue
from app.site.certificates import photo as certificate_photo
from app.site.certificates import routes as certificates
from app.site.certificates import tasks as certificate_papers
from app.site.compare import routes as compare
from app.site.fairs import routes as fairs
from app.site.open_data import routes as open_data
from app.site.open_data import tasks as open_data_files
from app.site.portal import routes as portal
from app.site.portal import tasks as portal_plan
from app.site.portal import work_routes as portal_work
from app.site.products import preview
from app.site.products import routes as products
from app.site.programmes import routes as programmes
from app.site.results import routes as results
from app.site.rounds import annex, favourite, recount
from app.site.rounds import routes as rounds
from app.site.routes import health, home, machines, texts
from app.site.saved_searches import feeds as search_feeds
from app.site.saved_searches import routes as saved_searches
from app.site.saved_searches import tasks as search_news
from app.site.showrooms import routes as showrooms
from app.site.villages import routes as villages
from app.site.whole_files import tasks as whole_files

__all__ = [
    "annex",
    "artisans",
    "bp",
    "catalogue",
    "certificate_papers",
    "certificate_photo",
    "certificates",
    "compare",
    "facilities",
    "fairs",
    "favourite",
    "health",
    "home",
    "machines",
    "messages",
    "open_data",
    "open_data_files",
    "portal",
    "portal_plan",
    "portal_work",
    "preview",
    "products",
    "programmes",
    "recount",
    "results",
    "rounds",
    "saved_searches",
    "search_feeds",
    "search_news",
    "showrooms",
    "template_globals",
    "texts",
    "villages",
    "whole_files",
]
