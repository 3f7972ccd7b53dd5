"""The tables of this domain; other modules import them from here."""

from voting.models.complaints import Complaint, ComplaintAnswer
from voting.models.dossiers import DossierDocument, EntryCode, Nomination, Recusal
from voting.models.experts import Expert
from voting.models.favourite import (
    FavouriteBallot,
    FavouriteFinalist,
    FavouriteLetter,
    FavouriteVoid,
    FavouriteVote,
)
from voting.models.levels import LevelSetting
from voting.models.log import RoundCheckpoint, RoundLeaf, RoundLog
from voting.models.official_papers import PaperNumber, PaperOffice
from voting.models.outside_lists import OutsideList
from voting.models.paper_dossiers import DossierStep, PaperDossier
from voting.models.paper_sheets import PaperBallot, PaperScan, PaperSheet, PaperTyping
from voting.models.product_sets import MergedSet, MergedSetMember
from voting.models.promotion import Promotion
from voting.models.result_letters import AwardMoney, ReleasedRemark
from voting.models.results import CouncilSession, CouncilVerdict, RecognitionDecision, TallyRecord
from voting.models.rounds import CouncilMember, Juror, JuryPanel, RuleSet, SelectionRound, TwoPersonStep
from voting.models.samples import Sample, SiteVisit, SiteVisitPicture, SupportMember
from voting.models.score_sheets import ScoreSheet, ScoreSheetRevision

__all__ = [
    "AwardMoney",
    "Complaint",
    "ComplaintAnswer",
    "CouncilMember",
    "CouncilSession",
    "CouncilVerdict",
    "DossierDocument",
    "DossierStep",
    "EntryCode",
    "Expert",
    "FavouriteBallot",
    "FavouriteFinalist",
    "FavouriteLetter",
    "FavouriteVoid",
    "FavouriteVote",
    "Juror",
    "JuryPanel",
    "LevelSetting",
    "MergedSet",
    "MergedSetMember",
    "Nomination",
    "OutsideList",
    "PaperBallot",
    "PaperDossier",
    "PaperNumber",
    "PaperOffice",
    "PaperScan",
    "PaperSheet",
    "PaperTyping",
    "Promotion",
    "RecognitionDecision",
    "Recusal",
    "ReleasedRemark",
    "RoundCheckpoint",
    "RoundLeaf",
    "RoundLog",
    "RuleSet",
    "Sample",
    "ScoreSheet",
    "ScoreSheetRevision",
    "SelectionRound",
    "SiteVisit",
    "SiteVisitPicture",
    "SupportMember",
    "TallyRecord",
    "TwoPersonStep",
]
