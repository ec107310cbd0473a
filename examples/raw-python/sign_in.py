#!/usr/bin/env python3
"""A sign-in with a private ID, raw and step by step: every request that is sent, and everything that has to be checked.

It needs Python 3.9 or later and the openssl command, and nothing else. FAPI 2.0 Security Profile: pushed request (RFC 9126), PKCE (RFC
7636), client assertion (RFC 7523), DPoP with the issuer's nonces (RFC 9449), iss in the answer (RFC 9207).

  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out client.pem
  ./sign_in.py jwks >client.jwks.json   # the public half, to hand to the issuer's operator
  ISSUER=https://id.example CLIENT_ID=raw-bank REDIRECT_URI=https://bank.example/callback ./sign_in.py

It prints the address to open, and reads from the terminal the address the browser came back to.
"""
import base64
import hashlib
import hmac
import json
import os
import secrets
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timezone

ISSUER = os.environ.get('ISSUER', '')
CLIENT_ID = os.environ.get('CLIENT_ID', '')
REDIRECT_URI = os.environ.get('REDIRECT_URI', '')
CLIENT_KEY = os.environ.get('CLIENT_KEY', 'client.pem')
AUTHORITIES = os.environ.get('AUTHORITIES')  # PEM, where the issuer's certificate is no public authority's

DEADLINE = 10  # seconds, for a whole exchange
LONGEST = 512 * 1024  # bytes of an answer
SKEW = 60  # seconds that clocks may be apart
CLAIMS = {
    'id_token': {'standing': {'essential': True, 'value': 'ACTIVE', 'max_age': 900}},
    'userinfo': {'verified_claims': {
        'verification': {'trust_framework': {'value': 'jp_aml'}},
        'claims': {'name': {'essential': True}, 'address': {'essential': True}, 'birthdate': {'essential': True}}}},
}


class NotBelieved(Exception):
    """An answer that does not hold. Its message is a code of ours, and never what was answered."""


def check(holds, otherwise):
    if not holds:
        raise NotBelieved(otherwise)


# --- base64url, JSON Web Keys and signatures (RFC 7515, 7517, 7518), by the openssl command -----------------------------------

def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))


def openssl(*arguments, data=None):
    return subprocess.run(['openssl', *arguments], input=data, capture_output=True, check=True).stdout


def public_jwk(pem):
    point = openssl('pkey', '-in', pem, '-pubout', '-outform', 'DER')[-64:]
    return {'crv': 'P-256', 'kty': 'EC', 'x': b64(point[:32]), 'y': b64(point[32:])}


def thumbprint(jwk):  # RFC 7638: members in this order, without spaces
    members = {name: jwk[name] for name in ('crv', 'kty', 'x', 'y')}
    return b64(hashlib.sha256(json.dumps(members, separators=(',', ':')).encode()).digest())


def jwk_set(pem):
    """What is registered: the public half alone, under the kid that the assertions name."""
    key = public_jwk(pem)
    return {'keys': [{**key, 'kid': thumbprint(key), 'use': 'sig', 'alg': 'ES256'}]}


def sign(pem, header, claims):
    text = b64(json.dumps(header).encode()) + '.' + b64(json.dumps(claims).encode())
    der = openssl('dgst', '-sha256', '-sign', pem, data=text.encode())
    return text + '.' + b64(raw_of(der))


def raw_of(der):  # SEQUENCE of two INTEGERs to r and s of 32 bytes each (RFC 7518 section 3.4)
    check(der[0] == 0x30 and der[1] < 0x80, 'signature')
    r_end = 4 + der[3]
    r, s = der[4:r_end], der[r_end + 2:]
    return b''.join(int.from_bytes(n, 'big').to_bytes(32, 'big') for n in (r, s))


def der_of(raw):
    def integer(n):
        digits = n.lstrip(b'\0') or b'\0'
        digits = b'\0' + digits if digits[0] > 0x7f else digits
        return bytes([2, len(digits)]) + digits
    both = integer(raw[:32]) + integer(raw[32:])
    return bytes([0x30, len(both)]) + both


SPKI_P256 = bytes.fromhex('3059301306072a8648ce3d020106082a8648ce3d03010703420004')


def verified(jwt, keys):
    """The claims of a JWT that the issuer signed. Nothing of it is looked at before the signature is checked, but the header."""
    check(len(jwt) < 64 * 1024 and jwt.count('.') == 2, 'token_malformed')
    head, body, signature = jwt.split('.')
    header = json.loads(unb64(head))
    # The algorithm is ours to choose, and never the token's: 'none' and secrets that everybody knows end here.
    check(header.get('alg') == 'ES256' and header.get('typ', 'JWT') == 'JWT', 'token_signature')
    key = next((k for k in keys if k.get('kid') == header.get('kid') and k.get('crv') == 'P-256'), None)
    raw = unb64(signature)
    check(key is not None and len(raw) == 64, 'token_signature')
    with tempfile.TemporaryDirectory() as folder:
        key_file, signature_file = os.path.join(folder, 'key'), os.path.join(folder, 'signature')
        with open(key_file, 'wb') as out:
            out.write(SPKI_P256 + unb64(key['x']) + unb64(key['y']))
        with open(signature_file, 'wb') as out:
            out.write(der_of(raw))
        result = subprocess.run(['openssl', 'dgst', '-sha256', '-keyform', 'DER', '-verify', key_file, '-signature', signature_file],
                                input=(head + '.' + body).encode(), capture_output=True)
    check(result.returncode == 0, 'token_signature')
    return json.loads(unb64(body))


# --- HTTP: https only, no redirects, a limit of size, and a deadline for the whole exchange -------------------------------------

class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


TLS = ssl.create_default_context(cafile=AUTHORITIES)
HTTP = urllib.request.build_opener(NoRedirects, urllib.request.HTTPSHandler(context=TLS))


def exchange(url, form=None, headers=()):
    check(url.startswith('https://'), 'not_https')
    data = None if form is None else urllib.parse.urlencode(form).encode()
    end = time.monotonic() + DEADLINE
    try:
        answer = HTTP.open(urllib.request.Request(url, data, dict(headers)), timeout=DEADLINE)
    except urllib.error.HTTPError as refused:
        answer = refused
    body = b''
    while len(body) <= LONGEST:
        check(time.monotonic() < end, 'too_slow')
        piece = answer.read1(4096)
        if not piece:
            return answer.status, answer.headers, body
        body += piece
    raise NotBelieved('too_large')


def as_json(body):
    try:
        value = json.loads(body)
        return value if isinstance(value, dict) else {}
    except ValueError:
        return {}


def with_proof(method, url, dpop_pem, form=None, token=None):
    """A request with a proof of possession (RFC 9449). Where the issuer wants a nonce, it is sent once more with that."""
    nonce = None
    for _ in range(2):
        proof = {'jti': secrets.token_urlsafe(16), 'htm': method, 'htu': url, 'iat': int(time.time())}
        if nonce:
            proof['nonce'] = nonce
        if token:
            proof['ath'] = b64(hashlib.sha256(token.encode()).digest())
        headers = {'DPoP': sign(dpop_pem, {'typ': 'dpop+jwt', 'alg': 'ES256', 'jwk': public_jwk(dpop_pem)}, proof)}
        if token:
            headers['Authorization'] = 'DPoP ' + token
        # An assertion is good once, so each try has its own.
        status, answered, body = exchange(url, None if form is None else {**form, **assertion()}, headers)
        nonce = answered.get('DPoP-Nonce')
        wanted = 'use_dpop_nonce' in body.decode(errors='replace') + (answered.get('WWW-Authenticate') or '')
        if status not in (400, 401) or not nonce or not wanted:
            break
    return status, as_json(body)


def assertion():
    """Who we are (private_key_jwt). Its audience is the issuer's identifier, and nothing else."""
    now = int(time.time())
    claims = {'iss': CLIENT_ID, 'sub': CLIENT_ID, 'aud': ISSUER, 'iat': now, 'exp': now + 60, 'jti': secrets.token_urlsafe(16)}
    key = public_jwk(CLIENT_KEY)
    return {
        'client_id': CLIENT_ID,
        'client_assertion_type': 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        'client_assertion': sign(CLIENT_KEY, {'typ': 'JWT', 'alg': 'ES256', 'kid': thumbprint(key)}, claims),
    }


# --- The sign-in ---------------------------------------------------------------------------------------------------------------

def discover():
    """Step 1. Where everything is. Checked: that it is this issuer's, and that it does what keeps mix-up and downgrade out."""
    status, _, body = exchange(ISSUER.rstrip('/') + '/.well-known/openid-configuration')
    metadata = as_json(body)
    check(status == 200 and metadata.get('issuer') == ISSUER, 'metadata')
    check(metadata.get('authorization_response_iss_parameter_supported') is True, 'metadata')
    check('S256' in metadata.get('code_challenge_methods_supported', []), 'metadata')
    return metadata


def push(metadata, pending):
    """Step 2. What is wanted goes to the issuer directly; the browser carries a reference alone."""
    challenge = b64(hashlib.sha256(pending['verifier'].encode()).digest())
    status, _, body = exchange(metadata['pushed_authorization_request_endpoint'], {
        'response_type': 'code', 'redirect_uri': REDIRECT_URI, 'scope': 'openid', 'claims': json.dumps(CLAIMS),
        'state': pending['state'], 'nonce': pending['nonce'], 'code_challenge': challenge, 'code_challenge_method': 'S256',
        'dpop_jkt': thumbprint(public_jwk(pending['dpop'])), **assertion()})
    answer = as_json(body)
    check(status == 201 and 'request_uri' in answer, 'push_' + str(answer.get('error', status)))
    query = urllib.parse.urlencode({'client_id': CLIENT_ID, 'request_uri': answer['request_uri']})
    return metadata['authorization_endpoint'] + '?' + query


def code_of(address, pending):
    """Step 3. The browser is back. Checked: one value a parameter, the state of this browser, the issuer; then the error; then the code."""
    parameters = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
    check(all(len(values) == 1 for values in parameters.values()), 'answer_malformed')
    one = {name: values[0] for name, values in parameters.items()}
    check(hmac.compare_digest(one.get('state', ''), pending['state']), 'answer_state')
    check(one.get('iss') == ISSUER, 'answer_issuer')
    # standing_not_met: its description begins with the word that says what helps (REISSUE_REQUIRED, SUSPENDED, ENDED, STALE).
    check('error' not in one, one.get('error', ''))
    check('code' in one, 'answer_malformed')
    return one['code']


def redeem(metadata, pending, code):
    """Step 4. The code for tokens, with our assertion, the verifier and a proof by the key of this sign-in."""
    status, tokens = with_proof('POST', metadata['token_endpoint'], pending['dpop'], {
        'grant_type': 'authorization_code', 'code': code, 'redirect_uri': REDIRECT_URI, 'code_verifier': pending['verifier']})
    check(status == 200, 'token_' + str(tokens.get('error', status)))
    check(str(tokens.get('token_type', '')).lower() == 'dpop' and 'id_token' in tokens, 'answer_malformed')
    return tokens


def id_token(metadata, pending, tokens):
    """Step 5. Who it is. Checked (OpenID Connect Core 3.1.3.7): signature, issuer, audience, times, nonce, access token; then the standing."""
    status, _, body = exchange(metadata['jwks_uri'])
    check(status == 200, 'keys')
    claims = verified(tokens['id_token'], as_json(body).get('keys', []))
    now = time.time()
    check(claims.get('iss') == ISSUER, 'token_issuer')
    check(claims.get('aud') in (CLIENT_ID, [CLIENT_ID]) and claims.get('azp', CLIENT_ID) == CLIENT_ID, 'token_audience')
    check(isinstance(claims.get('exp'), (int, float)) and now < claims['exp'] + SKEW, 'token_expired')
    check(isinstance(claims.get('iat'), (int, float)) and claims['iat'] <= now + SKEW, 'token_future')
    check(hmac.compare_digest(str(claims.get('nonce', '')), pending['nonce']), 'token_nonce')
    half = hashlib.sha256(tokens['access_token'].encode()).digest()[:16]
    check(claims.get('at_hash', b64(half)) == b64(half), 'token_hash')
    check(isinstance(claims.get('sub'), str) and claims['sub'], 'token_malformed')
    # Measured again here: an issuer that passes over the demand lets nobody in. A time to come is no evidence.
    standing = claims.get('standing') or {}
    check(standing.get('state') == 'ACTIVE' and standing.get('fresh') is True, 'standing')
    as_of = datetime.fromisoformat(standing['as_of'].replace('Z', '+00:00'))
    check(as_of.timestamp() <= datetime.now(timezone.utc).timestamp() + SKEW, 'standing_unknown')
    return claims


def person(metadata, pending, tokens, subject):
    """Step 6. The attributes. Checked: that they are about the same holder, and verified under the framework that was asked for."""
    status, told = with_proof('GET', metadata['userinfo_endpoint'], pending['dpop'], token=tokens['access_token'])
    check(status == 200, 'userinfo_' + str(told.get('error', status)))
    check(told.get('sub') == subject, 'answer_subject')
    all_of_it = told.get('verified_claims') or []
    for each in all_of_it if isinstance(all_of_it, list) else [all_of_it]:
        if each.get('verification', {}).get('trust_framework') == 'jp_aml':
            claims = each.get('claims', {})
            check(all(name in claims for name in ('name', 'address', 'birthdate')), 'attributes_missing')
            return claims
    raise NotBelieved('attributes_missing')


def main():
    with tempfile.TemporaryDirectory() as folder:  # the key of this sign-in lives no longer than it
        dpop = os.path.join(folder, 'dpop.pem')
        openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', dpop)
        # Keep these in the server-side session of the browser that began, and use them once.
        pending = {'state': secrets.token_urlsafe(32), 'nonce': secrets.token_urlsafe(32),
                   'verifier': secrets.token_urlsafe(32), 'dpop': dpop}
        metadata = discover()
        print('open: ' + push(metadata, pending), flush=True)
        code = code_of(sys.stdin.readline().strip(), pending)
        tokens = redeem(metadata, pending, code)
        claims = id_token(metadata, pending, tokens)
        print(json.dumps({'sub': claims['sub'], 'standing': claims['standing'],
                          'person': person(metadata, pending, tokens, claims['sub'])}, ensure_ascii=False))


if __name__ == '__main__':
    if sys.argv[1:] == ['jwks']:
        print(json.dumps(jwk_set(CLIENT_KEY)))
        sys.exit(0)
    try:
        main()
    except NotBelieved as why:
        print('not signed in: ' + str(why))
        sys.exit(1)
