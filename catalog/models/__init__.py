"""The tables of this domain; other modules import them from here."""

from catalog.models.awards import Award, AwardCorrection, AwardNumberPart, AwardOrder
from catalog.models.brochures import BrochurePrint
from catalog.models.credentials import (
    Certificate,
    Paper,
    ProductCertificate,
    Trademark,
    picture_of_mark,
)
from catalog.models.drafts import ProductDraft
from catalog.models.facilities import Facility
from catalog.models.history import FacilityChange, ListingChange
from catalog.models.imports import ImportedProduct, ProductImport
from catalog.models.members import FacilityInvitation
from catalog.models.merges import Merge
from catalog.models.products import Product, ProductPicture
from catalog.models.register import CertificatePaper, RegisterCheckpoint, RegisterEdge, RegisterLeaf
from catalog.models.registration import RegistrationPaper
from catalog.models.schemes import CertificateScheme
from catalog.models.tallies import RecognitionCell, Tally
from catalog.models.trademark_steps import TrademarkStep, TrademarkSupport, TrademarkTermSet
from catalog.models.transfers import ProductTransfer
from catalog.models.units import AdministrativeUnit

__all__ = [
    "AdministrativeUnit",
    "Award",
    "AwardCorrection",
    "AwardNumberPart",
    "AwardOrder",
    "BrochurePrint",
    "Certificate",
    "CertificatePaper",
    "CertificateScheme",
    "Facility",
    "FacilityChange",
    "FacilityInvitation",
    "ImportedProduct",
    "ListingChange",
    "Merge",
    "Paper",
    "Product",
    "ProductCertificate",
    "ProductDraft",
    "ProductImport",
    "ProductPicture",
    "ProductTransfer",
    "RecognitionCell",
    "RegisterCheckpoint",
    "RegisterEdge",
    "RegisterLeaf",
    "RegistrationPaper",
    "Tally",
    "Trademark",
    "TrademarkStep",
    "TrademarkSupport",
    "TrademarkTermSet",
    "picture_of_mark",
]
