#!/usr/bin/env bash
# A JWS signed with Ed25519 under its new name cannot be checked with PyJWT, and joserfc makes neither by default.
#
# RFC 9864 calls the algorithm "Ed25519" and retires "EdDSA". joserfc 1.8 signs and checks both, but only when the name
# is on a list given each time; else it raises, also for the new name. PyJWT 2.15 knows "EdDSA" alone and refuses
# "Ed25519" for the same key. A label or certificate signed today under the new name is unreadable to the most used
# Python library, and one under the old name to a strict reader: the name is part of the signed bytes, so it cannot be
# changed afterwards.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: joserfc==1.8.0 PyJWT==2.15.1 cryptography==50.0.2 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python -W ignore - <<'PY'
import json
from importlib.metadata import version

import jwt
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

print("joserfc", version("joserfc"), "PyJWT", version("PyJWT"))
key = OKPKey.generate_key("Ed25519")
public = jwt.algorithms.OKPAlgorithm.from_jwk(json.dumps(key.as_dict(private=False)))
seen = {}
for name in ("EdDSA", "Ed25519"):
    try:
        jws.serialize_compact({"alg": name}, b"LOT7", key)
        unasked = "signed"
    except JoseError as error:
        unasked = type(error).__name__
    token = jws.serialize_compact({"alg": name}, b"LOT7", key, algorithms=[name])
    assert jws.deserialize_compact(token, key, algorithms=[name]).payload == b"LOT7"
    try:
        jwt.PyJWS().decode(token, public, algorithms=[name])
        by_pyjwt = "checked"
    except jwt.InvalidTokenError as error:
        by_pyjwt = type(error).__name__
    seen[name] = (unasked, by_pyjwt)
    print(f"{name}: joserfc with no list {unasked}, PyJWT {by_pyjwt}")
assert seen == {"EdDSA": ("UnsupportedAlgorithmError", "checked"),
                "Ed25519": ("UnsupportedAlgorithmError", "InvalidAlgorithmError")}
PY
