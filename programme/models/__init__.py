"""The tables of this domain; other modules import them from here."""

from programme.models.activities import Activity, ActivityFile, ActivityKind, Beneficiary
from programme.models.artisans import Artisan, ArtisanProduct, ArtisanTitle
from programme.models.councils import CouncilSeat, ProposalCouncil
from programme.models.facts import Count, Fact, FactChange
from programme.models.fairs import Booth, BoothProduct, Fair, FairOutcome
from programme.models.period_reports import PeriodReport, ReportLine
from programme.models.proposals import (
    Offer,
    PlanPaper,
    PlanYear,
    Proposal,
    ProposalAct,
    ProposalPaper,
    ProposalProduct,
)
from programme.models.report_log import ReportLogCheckpoint, ReportLogEdge, ReportLogLeaf
from programme.models.showrooms import Showroom, ShowroomProduct
from programme.models.targets import Measure, Programme, Target, TargetVersion
from programme.models.titles import TitleCandidate, TitlePaper, TitleRound
from programme.models.villages import CraftVillage, VillageFacility

__all__ = [
    "Activity",
    "ActivityFile",
    "ActivityKind",
    "Artisan",
    "ArtisanProduct",
    "ArtisanTitle",
    "Beneficiary",
    "Booth",
    "BoothProduct",
    "CouncilSeat",
    "Count",
    "CraftVillage",
    "Fact",
    "FactChange",
    "Fair",
    "FairOutcome",
    "Measure",
    "Offer",
    "PeriodReport",
    "PlanPaper",
    "PlanYear",
    "Programme",
    "Proposal",
    "ProposalAct",
    "ProposalCouncil",
    "ProposalPaper",
    "ProposalProduct",
    "ReportLine",
    "ReportLogCheckpoint",
    "ReportLogEdge",
    "ReportLogLeaf",
    "Showroom",
    "ShowroomProduct",
    "Target",
    "TargetVersion",
    "TitleCandidate",
    "TitlePaper",
    "TitleRound",
    "VillageFacility",
]
