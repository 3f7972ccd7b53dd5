"""The rule set a new round starts from: the score sheet of Circular 26/2014/TT-BCT, Annex 4.

Rows and maxima are the circular's. The pass mark of 70 on the jurors' mean is what provinces report; the rest
are defaults of the product, not law. Nothing is rounded: a mean of 69.996 is below 70.
"""

from fractions import Fraction

from voting.rules.rule_set import COUNCIL_VOTE, Criterion, RuleSet

CIRCULAR_26_2014 = RuleSet(
    code="tt26-2014-pl4",
    version=1,
    name_vi="Phiếu chấm điểm theo Phụ lục 4, Thông tư 26/2014/TT-BCT",
    name_en="Score sheet of Circular 26/2014/TT-BCT, Annex 4",
    source="Thông tư 26/2014/TT-BCT, Phụ lục 4",
    criteria=(
        Criterion(
            "market",
            "Đáp ứng thị trường và khả năng phát triển sản xuất",
            "Market response and capacity to grow production",
            Fraction(40),
        ),
        Criterion(
            "economy",
            "Kinh tế - kỹ thuật - xã hội và môi trường",
            "Economy, technology, society and environment",
            Fraction(40),
        ),
        Criterion("culture", "Tính văn hóa, thẩm mỹ", "Culture and aesthetics", Fraction(10)),
        Criterion("other", "Tiêu chí khác", "Other criteria", Fraction(10)),
    ),
    threshold=Fraction(70),
    minimum_ballots=3,
    ties=("criterion:market", "criterion:economy", COUNCIL_VOTE),
)
