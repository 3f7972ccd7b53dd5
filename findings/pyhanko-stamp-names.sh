#!/usr/bin/env bash
# pyHanko's visible stamp shows rubbish for a Vietnamese signer, and signs without a word.
#
# The default text stamp uses Courier, which has no Vietnamese letters, and writes the text as UTF-16 bytes with the
# mark in front, which the font shows one by one: "þÿ", a gap after each letter, other signs for the marked ones. It
# needs only the signer's name ("Sở Công Thương") to be so; the words typed for the stamp may be plain ASCII. A
# wholly Latin-1 line, such as "Ngày", is drawn right. The signature itself is sound. An embedded font has to be given.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: pyHanko==0.38.0 reportlab==5.1.0 pymupdf==2.0 cryptography==50.0.2 \
    >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import io
from datetime import datetime
from importlib.metadata import version

import pymupdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from pyhanko import stamp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from reportlab.pdfgen.canvas import Canvas

print("pyHanko", version("pyHanko"), "pymupdf", version("pymupdf"))


def signer(name):
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    certificate = x509.CertificateBuilder(
        who, who, key.public_key(), 1, datetime(2026, 1, 1), datetime(2036, 1, 1)).sign(key, hashes.SHA256())
    box = pkcs12.serialize_key_and_certificates(
        b"signer", key, certificate, None, BestAvailableEncryption(b"secret"))
    return signers.SimpleSigner.load_pkcs12_data(box, other_certs=[], passphrase=b"secret")


def stamped(name):
    paper = io.BytesIO()
    page = Canvas(paper, pagesize=(500, 200))
    page.showPage()
    page.save()
    signed = io.BytesIO()
    signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name="Signature"), signer(name),
        stamp_style=stamp.TextStampStyle(stamp_text="By %(signer)s\nNgày"),
        new_field_spec=fields.SigFieldSpec("Signature", box=(20, 20, 480, 150)),
    ).sign_pdf(IncrementalPdfFileWriter(paper), output=signed)
    shown = pymupdf.open(stream=signed.getvalue())[0].get_text()
    print(f"{name}: {shown!r}")
    return shown


assert stamped("Cong Thuong") == "By Cong Thuong\nNgày\n"
shown = stamped("Sở Công Thương")
assert shown.startswith("þÿ\x00B\x00y") and "Thương" not in shown and "Ngày" in shown
PY
