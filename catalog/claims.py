"""Words that a listing may not use: health claims, and recognitions that only an officer can give. Pure.

Decree 15/2018/NĐ-CP and the law on advertising forbid presenting food as a medicine. The list finds what an
officer has to check; it does not judge.
"""

import re

from app.core.text import nfc

CLAIMS = (
    "chữa khỏi", "chữa bệnh", "chữa lành", "chữa trị", "trị bệnh", "trị dứt", "trị khỏi", "đặc trị", "điều trị",
    "khỏi bệnh", "khỏi hẳn", "đẩy lùi bệnh", "phòng bệnh", "ngừa bệnh", "ngăn ngừa ung thư", "chống ung thư", "ung thư",
    "tiểu đường", "đái tháo đường", "huyết áp", "tim mạch", "thần dược", "thuốc tiên", "thay thuốc", "như thuốc",
    "cam kết khỏi", "hết bệnh", "giải độc gan", "tăng cường sinh lý",
    "cures", "heals", "treats disease", "cancer", "diabetes",
)  # fmt: skip
_FOUND = re.compile(
    r"(?<!\w)(?:" + "|".join(re.escape(claim) for claim in CLAIMS) + r")(?!\w)", re.IGNORECASE
)


def claims_in(text: str) -> list[str]:
    """The claims that a text makes, each once, in lower case and in the order of the text."""
    return list(dict.fromkeys(found.lower() for found in _FOUND.findall(" ".join(nfc(text).split()))))
