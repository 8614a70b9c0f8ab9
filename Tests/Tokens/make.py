"""Makes keys.json and tokens.json: keys and tokens that are none of our own code's, for Tests/SidecarTests/Identity.

    python3 -m venv /tmp/v && /tmp/v/bin/pip install pyjwt==2.15.1 cryptography && /tmp/v/bin/python make.py

What signs is made anew and forgotten, so each run makes other files. Times are seconds since 1970; tests say what time
it is: 2,000,000,000. Those named `live_...` expire in 2100.
"""

import base64
import hashlib
import hmac
import json
import pathlib

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, PublicFormat)

NOW = 2_000_000_000
LIVE = 4_102_444_800
HERE = pathlib.Path(__file__).parent


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def public(key):
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def private(key, encryption=NoEncryption(), form=PrivateFormat.PKCS8):
    return key.private_bytes(Encoding.PEM, form, encryption).decode()


secret = hashlib.sha512(b"a secret that everybody may read here").hexdigest()
rsa_key = rsa.generate_private_key(65537, 2048)
p256, p384 = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP384R1())
spare = ec.generate_private_key(ec.SECP256R1())  # Its private half is written, and signs nothing.
other_p256 = ec.generate_private_key(ec.SECP256R1())
ed = ed25519.Ed25519PrivateKey.generate()
weak_rsa, k1 = rsa.generate_private_key(65537, 1024), ec.generate_private_key(ec.SECP256K1())

signing = {"HS": secret, "RS": rsa_key, "PS": rsa_key, "ES256": p256, "ES384": p384, "EdDSA": ed}
algorithms = [f"{f}{n}" for f in ("HS", "RS", "PS") for n in (256, 384, 512)] + ["ES256", "ES384", "EdDSA"]


def key_of(algorithm):
    return signing.get(algorithm) or signing[algorithm[:2]]


def point(key):
    numbers = key.public_key().public_numbers()
    size = (key.curve.key_size + 7) // 8
    return {"kty": "EC", "crv": f"P-{key.curve.key_size}", "x": b64(numbers.x.to_bytes(size, "big")),
            "y": b64(numbers.y.to_bytes(size, "big"))}


numbers = rsa_key.public_key().public_numbers()
rsa_jwk = {"kty": "RSA", "n": b64(numbers.n.to_bytes(256, "big")), "e": b64(b"\x01\x00\x01")}
raw_ed = ed.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

keys = {
    "secret": secret,
    "RS": public(rsa_key), "PS": public(rsa_key), "ES256": public(p256), "ES384": public(p384), "EdDSA": public(ed),
    "other_p256": public(other_p256),
    "rsa_pkcs1": rsa_key.public_key().public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode(),
    "weak_rsa": public(weak_rsa), "secp256k1": public(k1),
    "private_pkcs8": private(spare), "private_sec1": private(spare, form=PrivateFormat.TraditionalOpenSSL),
    "private_encrypted": private(spare, BestAvailableEncryption(b"x")),
    "jwk_rsa": rsa_jwk, "jwk_ES256": point(p256), "jwk_ES384": point(p384), "jwk_other": point(other_p256),
    "jwk_EdDSA": {"kty": "OKP", "crv": "Ed25519", "x": b64(raw_ed)}, "jwk_secret": {"kty": "oct", "k": b64(secret.encode())},
    "jwk_private": point(spare) | {"d": b64(spare.private_numbers().private_value.to_bytes(32, "big"))},
}

good = {"iss": "https://login.example.com", "aud": "shop", "sub": "ann", "exp": NOW + 600, "iat": NOW - 60,
        "tenant": "one", "role": "reader", "app": {"tenant": {"id": "deep"}, "list": [{"id": "in a list"}]}}
tokens = {}


def sign(data, key=p256):
    r, s = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def raw(header, payload, key=p256, signature=None):
    """A token of texts or bytes as they are, signed with ES256."""
    header, payload = (part if isinstance(part, bytes) else part.encode() for part in (header, payload))
    signed = f"{b64(header)}.{b64(payload)}"
    return f"{signed}.{b64(sign(signed.encode(), key) if signature is None else signature)}"


def es256(payload, headers=None, key=p256):
    return jwt.encode(payload, key, "ES256", headers)


ES256 = '{"alg":"ES256"}'
for algorithm in algorithms:
    tokens[f"good_{algorithm}"] = jwt.encode(good, key_of(algorithm), algorithm)

# Claims, signed as they should be.
claims = {
    "aud_list": {"aud": ["other", "shop"]}, "aud_other": {"aud": "other"}, "aud_other_list": {"aud": ["other", ["shop"]]},
    "aud_missing": {"aud": None}, "aud_number": {"aud": 5}, "aud_prefix": {"aud": "shop "},
    "iss_other": {"iss": "https://login.example.com/"}, "iss_missing": {"iss": None}, "iss_list": {"iss": ["https://login.example.com"]},
    "exp_missing": {"exp": None}, "exp_past": {"exp": NOW - 31}, "exp_now": {"exp": NOW - 30}, "exp_just": {"exp": NOW - 29},
    "exp_fraction": {"exp": NOW - 29.5}, "exp_milliseconds": {"exp": NOW * 1000}, "exp_text": {"exp": str(NOW + 600)},
    "exp_true": {"exp": True}, "exp_negative": {"exp": -1},
    "nbf_future": {"nbf": NOW + 31}, "nbf_just": {"nbf": NOW + 30}, "nbf_text": {"nbf": "soon"}, "iat_future": {"iat": NOW + 31},
    "sub_missing": {"sub": None}, "tenant_missing": {"tenant": None}, "tenant_empty": {"tenant": ""},
    "tenant_nul": {"tenant": "one\0two"}, "tenant_list": {"tenant": ["one"]}, "tenant_object": {"tenant": {"id": "one"}},
    "tenant_number": {"tenant": 42}, "tenant_fraction": {"tenant": 4.5}, "tenant_true": {"tenant": True},
    "tenant_hostile": {"tenant": "o'ne\";\n--\\ $1 \u00e9"},
    "role_none": {"role": "none"}, "role_other": {"role": "postgres"}, "role_quoted": {"role": '"reader"'},
    "role_case": {"role": "Reader"}, "role_space": {"role": "reader "}, "role_list": {"role": ["reader"]},
    "role_empty": {"role": ""}, "role_missing": {"role": None}, "role_writer": {"role": "writer"},
    "jti_one": {"jti": "1"}, "jti_two": {"jti": "2", "exp": NOW + 700},
}
for name, change in claims.items():
    # Some are of types that PyJWT does not sign.
    tokens[name] = raw(ES256, json.dumps({key: value for key, value in (good | change).items() if value is not None}))
tokens["tenant_null"] = raw(ES256, json.dumps(good | {"tenant": None}))
live = good | {"exp": LIVE, "iat": 1_700_000_000}
for tenant in ("one", "two"):
    tokens[f"live_{tenant}"] = es256(live | {"tenant": tenant, "sub": f"{tenant}'s own"})
    tokens[f"live_{tenant}_again"] = es256(live | {"tenant": tenant, "sub": f"{tenant}'s own", "jti": "7", "exp": LIVE - 5})
tokens["live_wrong_key"] = es256(live, key=other_p256)
tokens["live_role_other"] = es256(live | {"role": "postgres"})

# Numbers that would trap or wrap.
for name, text in {"1e400": "1e400", "1e19": "1e19", "long": "9" * 400, "nan": '"NaN"', "int64": str(2**63), "fraction": "2000000600.75",
                   "exponent": "2.0000006e9"}.items():
    tokens[f"exp_{name}"] = raw(ES256, json.dumps(good).replace(str(NOW + 600), text))

# Members that stand twice.
tokens["twice_alg"] = raw('{"alg":"ES256","alg":"ES256"}', json.dumps(good))
tokens["twice_claim"] = raw(ES256, json.dumps(good)[:-1] + ',"tenant":"two"}')
tokens["twice_escaped"] = raw(ES256, json.dumps(good)[:-1] + ',"\\u0074enant":"two"}')

# Other algorithms, stated or meant.
for spelling in ("none", "None", "NONE", "nOnE", "none ", ""):
    header = json.dumps({"alg": spelling, "typ": "JWT"})
    tokens[f"none_{spelling}_unsigned"] = raw(header, json.dumps(good), signature=b"")
    tokens[f"none_{spelling}_signed"] = raw(header, json.dumps(good))
for name, header in {"missing": "{}", "null": '{"alg":null}', "number": '{"alg":256}', "list": '{"alg":["ES256"]}', "small": '{"alg":"es256"}',
                     "escaped_nul": '{"alg":"ES256\\u0000"}'}.items():
    tokens[f"alg_{name}"] = raw(header, json.dumps(good))
for family in ("RS", "ES256"):
    signed = f'{b64(json.dumps({"alg": "HS256"}).encode())}.{b64(json.dumps(good).encode())}'
    mac = hmac.new(public(key_of(family)).encode(), signed.encode(), hashlib.sha256).digest()
    tokens[f"confusion_{family}"] = f"{signed}.{b64(mac)}"
    header = b64(json.dumps({"alg": "RS256" if family == "RS" else "ES256"}).encode())
    signed = f"{header}.{b64(json.dumps(good).encode())}"
    mac = hmac.new(public(key_of(family)).encode(), signed.encode(), hashlib.sha256).digest()
    tokens[f"confusion_{family}_stated"] = f"{signed}.{b64(mac)}"
tokens["wrong_key"] = es256(good, key=other_p256)
tokens["embedded_key"] = es256(good, {"jwk": point(other_p256), "jku": "https://example.com/keys", "x5u": "file:///etc/passwd"}, other_p256)
tokens["crit"] = raw('{"alg":"ES256","crit":["exp"]}', json.dumps(good))
tokens["crit_empty"] = raw('{"alg":"ES256","crit":[]}', json.dumps(good))
tokens["crit_null"] = raw('{"alg":"ES256","crit":null}', json.dumps(good))

# Names of keys.
for name, kid in {"one": "one", "two": "two", "unknown": "three", "path": "../../../../dev/null", "absolute": "/etc/passwd",
                  "sql": "one' or '1'='1", "nul": "one\0", "long": "k" * 4000, "empty": ""}.items():
    tokens[f"kid_{name}"] = es256(good, {"kid": kid})
tokens["kid_two_other"] = es256(good, {"kid": "two"}, other_p256)
tokens["kid_number"] = raw('{"alg":"ES256","kid":1}', json.dumps(good))
tokens["kid_object"] = raw('{"alg":"ES256","kid":{"a":"one"}}', json.dumps(good))

# Signatures that are none.
signed = f'{b64(ES256.encode())}.{b64(json.dumps(good).encode())}'
proper = sign(signed.encode())
order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
r, s = int.from_bytes(proper[:32], "big"), int.from_bytes(proper[32:], "big")
for name, signature in {
    "short": proper[:-1], "long": proper + b"\0", "half": proper[:32], "der": encode_dss_signature(r, s), "padded": b"\0" + proper[:32] + b"\0" + proper[32:],
    "r_zero": bytes(32) + proper[32:], "s_zero": proper[:32] + bytes(32), "zero": bytes(64), "ones": b"\xff" * 64,
    "r_order": order.to_bytes(32, "big") + proper[32:], "swapped": proper[32:] + proper[:32], "flipped": proper[:-1] + bytes([proper[-1] ^ 1]),
    "empty": b"",
}.items():
    tokens[f"signature_{name}"] = f"{signed}.{b64(signature)}"
tokens["hs_short"] = tokens["good_HS256"][:-1]
hs_signed, _, hs_signature = tokens["good_HS256"].rpartition(".")
tokens["hs_truncated"] = f'{hs_signed}.{b64(base64.urlsafe_b64decode(hs_signature + "=")[:16])}'

# Texts that are no tokens.
header, payload, signature = tokens["good_ES256"].split(".")
alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
last = alphabet[alphabet.index(signature[-1]) + 1]
for name, text in {
    "two_parts": f"{header}.{payload}", "four_parts": f"{header}.{payload}.{signature}.{signature}", "empty_parts": "..",
    "no_header": f".{payload}.{signature}", "no_payload": f"{header}..{signature}", "one_part": header,
    "padded_header": f"{header}=.{payload}.{signature}", "padded_signature": f"{header}.{payload}.{signature}==",
    "standard_base64": f"{header}.{payload}.{signature[:-2]}+/", "leftover_bits": f"{header}.{payload}.{signature[:-1]}{last}",
    "cut": tokens["good_ES256"][:-6], "space": f"{header}.{payload}. {signature}", "other_payload": f"{header}.{payload[:-2]}.{signature}",
}.items():
    tokens[f"text_{name}"] = text
tokens["header_no_json"] = raw("alg=ES256", json.dumps(good))
tokens["header_list"] = raw('["ES256"]', json.dumps(good))
tokens["header_utf8"] = raw(b'{"alg":"ES256","x":"\xff"}', json.dumps(good))
tokens["payload_no_json"] = raw(ES256, "exp=2100")
tokens["payload_list"] = raw(ES256, json.dumps([good]))
tokens["payload_text"] = raw(ES256, '"ann"')
tokens["payload_empty"] = raw(ES256, "")
tokens["payload_utf8"] = raw(ES256, json.dumps(good).encode()[:-1] + b',"x":"\xc3\x28"}')
tokens["payload_surrogate"] = raw(ES256, json.dumps(good)[:-1] + ',"x":"\\ud800"}')
tokens["payload_deep"] = raw(ES256, json.dumps(good)[:-1] + ',"x":' + "[" * 500 + "]" * 500 + "}")
tokens["payload_trailing"] = raw(ES256, json.dumps(good) + "{}")

for name, content in (("keys", keys), ("tokens", tokens)):
    (HERE / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n")
