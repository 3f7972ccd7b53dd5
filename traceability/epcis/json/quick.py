"""JSON that is known to be sound, read and written quickly: numbers stay exact."""

from decimal import Decimal

from msgspec.json import Decoder, Encoder

from traceability.epcis.json.text import Json

_decoder: Decoder[Json] = Decoder(float_hook=Decimal)
_encoder = Encoder(decimal_format="number")


def decode(text: bytes | str) -> Json:
    """What `Source` took; of a member written twice the last counts here too."""
    return _decoder.decode(text)


def encode(value: Json) -> str:
    """Without spaces, letters as they are."""
    return _encoder.encode(value).decode()
