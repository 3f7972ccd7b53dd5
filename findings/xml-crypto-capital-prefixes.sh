#!/usr/bin/env bash
# xml-crypto calls a sound signature of an XML file false when one of its prefixes is in capitals, such as SOAP-ENV.
#
# To sign XML one first writes it in one form, and Canonical XML 1.0 sorts the namespaces of an element by the numbers
# of the characters, so capitals stand before small letters: SOAP-ENV, then epcisq. xml-crypto for Node sorts them by
# the rules of a language (localeCompare), which put epcisq first; the bytes and with them the digest are others. EPCIS
# 1 sends its answers in SOAP, and PHP and gSOAP write just the prefix SOAP-ENV. With "soap" in its place the same
# message passes, and so it does with exclusive canonicalization here, where the two do not meet in one element. No
# error is raised: checkSignature() says false, as if somebody had changed the message. signxml, which made the
# signatures, takes all of them, and lxml writes the order that the standard asks for.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
python3 -m venv env
echo '{"private": true}' >package.json
{ env/bin/pip install -q --only-binary :all: signxml==5.2.0 lxml==6.1.3 cryptography==50.0.2 >log 2>&1 &&
    npm install --silent --no-audit --no-fund xml-crypto@6.3.2 @xmldom/xmldom@0.9.12 >>log 2>&1; } ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import datetime as dt
from importlib.metadata import version
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree
from signxml import CanonicalizationMethod, XMLSigner, XMLVerifier

print("signxml", version("signxml"), "lxml", version("lxml"))
key, now = rsa.generate_private_key(65537, 2048), dt.datetime.now(dt.UTC)
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Register")])
builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
builder = builder.not_valid_before(now - dt.timedelta(1)).not_valid_after(now + dt.timedelta(1))
certificate = builder.sign(key, hashes.SHA256())
Path("certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
METHODS = {
    "inclusive": CanonicalizationMethod.CANONICAL_XML_1_0,
    "exclusive": CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
}
for prefix in ("soap", "SOAP-ENV"):
    message = etree.fromstring(
        f'<{prefix}:Envelope xmlns:epcisq="urn:epcglobal:epcis-query:xsd:1"'
        f' xmlns:{prefix}="http://schemas.xmlsoap.org/soap/envelope/">'
        f"<{prefix}:Body><epcisq:GetVendorVersionResult>A</epcisq:GetVendorVersionResult></{prefix}:Body>"
        f"</{prefix}:Envelope>"
    )
    Path(f"{prefix}.xml").write_bytes(etree.tostring(message))
    Path(f"{prefix}.canonical").write_bytes(etree.tostring(message, method="c14n"))
    for label, method in METHODS.items():
        signed = etree.tostring(XMLSigner(c14n_algorithm=method).sign(message, key=key, cert=[certificate]))
        XMLVerifier().verify(signed, x509_cert=certificate)
        print("signxml takes", prefix, label)
        Path(f"{prefix}-{label}.xml").write_bytes(signed)
PY
cat >check.cjs <<'JS'
const assert = require("node:assert"), fs = require("node:fs");
const { C14nCanonicalization, SignedXml } = require("xml-crypto"), { DOMParser } = require("@xmldom/xmldom");
console.log("xml-crypto", JSON.parse(fs.readFileSync("node_modules/xml-crypto/package.json")).version);
const load = (name) => fs.readFileSync(name, "utf-8");
const parse = (text) => new DOMParser().parseFromString(text, "text/xml").documentElement;
const order = (text) => [...text.slice(0, text.indexOf(">")).matchAll(/xmlns:([\w-]+)/g)].map((found) => found[1]);
const check = (name) => {
  const xml = load(name), signature = new SignedXml({ publicCert: load("certificate.pem") });
  signature.loadSignature(parse(xml).getElementsByTagNameNS("http://www.w3.org/2000/09/xmldsig#", "Signature").item(0));
  const sound = signature.checkSignature(xml);
  console.log(`${name}: ${sound}`);
  return sound;
};
const asked = order(load("SOAP-ENV.canonical"));
const written = order(new C14nCanonicalization().process(parse(load("SOAP-ENV.xml")), {}).toString());
console.log("Canonical XML by lxml:", asked, "by xml-crypto:", written);
assert.deepStrictEqual([asked, written], [["SOAP-ENV", "epcisq"], ["epcisq", "SOAP-ENV"]]);
assert.strictEqual(check("soap-inclusive.xml"), true);
assert.strictEqual(check("soap-exclusive.xml"), true);
assert.strictEqual(check("SOAP-ENV-exclusive.xml"), true);
assert.strictEqual(check("SOAP-ENV-inclusive.xml"), false);
JS
node check.cjs
