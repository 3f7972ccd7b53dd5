"""Sign a document to keep: PAdES B-B (ETSI EN 319 142-1) with the organisation's key, so that any reader of
PDF shows who made it and that no byte was changed.

The key is the PKCS#12 file that the settings name; without one a self-signed key in DATA_DIR/keys is used: it
proves that nothing was changed, not who signed. Slow to import and to run: for jobs alone.
"""

import io
import os
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    NoEncryption,
    load_der_private_key,
    pkcs12,
)
from flask import current_app
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from app.core.clock import utc_now
from app.core.errors import Unavailable

FIELD = "ToChucCap"
SELF_MADE = "certificate-seal.p12"
SELF_MADE_NAME = "Tiêu Biểu (khóa tự tạo - self-signed key)"
_BITS = 3072
_YEARS = 10


@dataclass(frozen=True, slots=True)
class Seal:
    """name: whom the certificate names. self_made: nobody else has confirmed that name."""

    name: str
    self_made: bool


def sign_pdf(pdf: bytes, *, reason: str, place: str) -> tuple[bytes, Seal]:
    """The document with a certification signature after which no change is allowed. Raises Unavailable without key."""
    signer = _signer()
    certificate = signer.signing_cert
    assert certificate is not None
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        reason=reason,
        location=place,
    )
    out = io.BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), metadata, signer=signer, output=out)
    name = str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)
    return out.getvalue(), Seal(name, certificate.subject == certificate.issuer)


class _KeptKey(signers.SimpleSigner):
    """Reads its key once. The library reads it again for each signature, and checks the primes of an RSA key each
    time: that takes longer than the signature.
    """

    @cached_property
    def _key(self) -> Any:
        return load_der_private_key(self.signing_key.dump(), password=None)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        mechanism = self.get_signature_mechanism_for_digest(digest_algorithm).signature_algo
        if mechanism == "rsassa_pkcs1v15" and digest_algorithm == "sha256":
            return cast("bytes", self._key.sign(data, padding.PKCS1v15(), hashes.SHA256()))
        return super().sign_raw(data, digest_algorithm)


def _signer() -> signers.SimpleSigner:
    settings = current_app.extensions["settings"]
    path, password = settings.signer_file, settings.signer_password
    if not path:
        path, password = _self_made(cast("Path", settings.data_dir) / "keys" / SELF_MADE), ""
    state = Path(path).stat() if Path(path).exists() else None
    if state is None:
        raise Unavailable("signing_key_unusable")
    return _loaded(str(path), password or "", (state.st_mtime_ns, state.st_ino, state.st_size))


@lru_cache(maxsize=4)
def _loaded(path: str, password: str, _state: tuple[int, int, int]) -> signers.SimpleSigner:
    """The signer of a file in one state; a file that was replaced is read anew."""
    secret = password.encode() if password else None
    found = _KeptKey.load_pkcs12(path, passphrase=secret)  # type: ignore[no-untyped-call]
    if found is None or found.signing_cert is None:  # the library has logged why
        raise Unavailable("signing_key_unusable")
    return _KeptKey(
        signing_cert=found.signing_cert, signing_key=found.signing_key, cert_registry=found.cert_registry
    )


def _self_made(path: Path) -> Path:
    """The self-signed key, made once; first written completely under another name."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(make_pkcs12(SELF_MADE_NAME))
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(path)
    return path


def make_pkcs12(name: str, password: str = "") -> bytes:
    """A new RSA key with a certificate that it signs itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = utc_now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    kept = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"tieubieu", key, certificate, None, kept)


def _key_usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
