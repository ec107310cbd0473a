// A relying party that lets people sign in with a private ID, by the FAPI 2.0 Security Profile: requests are pushed
// (RFC 9126), bound to this browser by PKCE (RFC 7636), the client shows who it is with a signed assertion
// (private_key_jwt), and its tokens are of use to nobody without the key of the sign-in (DPoP, RFC 9449).
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { importJWK } from 'jose';
import * as openid from 'openid-client';

const { ISSUER, CLIENT_ID, CLIENT_KEY = 'client.jwk', SITE = 'https://localhost:3000' } = process.env;
const { SITE_KEY = 'site-key.pem', SITE_CERTIFICATE = 'site.pem' } = process.env;
const REDIRECT_URI = `${SITE}/callback`;

// What a sign-in is to bring. The ID token says how the private ID stands: nobody is signed in unless it stands on a live
// certificate, known to be so no longer ago than fifteen minutes. Userinfo says who it is, verified as 犯収法 wants it.
const CLAIMS = {
  id_token: { standing: { essential: true, value: 'ACTIVE', max_age: 900 } },
  userinfo: {
    verified_claims: {
      verification: { trust_framework: { value: 'jp_aml' }, time: null, verification_process: null },
      claims: { name: { essential: true }, address: { essential: true }, birthdate: { essential: true } },
    },
  },
};

const jwk = JSON.parse(await readFile(CLIENT_KEY, 'utf8'));
const config = await openid.discovery(
  new URL(ISSUER),
  CLIENT_ID,
  { id_token_signed_response_alg: 'ES256' },
  openid.PrivateKeyJwt({ key: await importJWK(jwk, 'ES256'), kid: jwk.kid }),
);
// The ID token's signature is checked too, not only where it came from.
openid.enableNonRepudiationChecks(config);

// What each browser has begun: in memory, at most so many, and for one answer.
const begun = new Map();
const MOST = 1000;

async function begin(silently) {
  const keys = await openid.randomDPoPKeyPair('ES256');
  const sent = { verifier: openid.randomPKCECodeVerifier(), state: openid.randomState(), nonce: openid.randomNonce() };
  const dpop = openid.getDPoPHandle(config, keys);
  const page = await openid.buildAuthorizationUrlWithPAR(
    config,
    {
      redirect_uri: REDIRECT_URI,
      scope: 'openid',
      claims: JSON.stringify(CLAIMS),
      code_challenge: await openid.calculatePKCECodeChallenge(sent.verifier),
      code_challenge_method: 'S256',
      state: sent.state,
      nonce: sent.nonce,
      ...(silently && { prompt: 'none' }),
    },
    { DPoP: dpop },
  );
  return { page, pending: { ...sent, dpop } };
}

async function finish(pending, url) {
  const tokens = await openid.authorizationCodeGrant(
    config,
    url,
    { pkceCodeVerifier: pending.verifier, expectedState: pending.state, expectedNonce: pending.nonce },
    undefined,
    { DPoP: pending.dpop },
  );
  const { sub, acr, standing } = tokens.claims();
  const { verified_claims } = await openid.fetchUserInfo(config, tokens.access_token, sub, { DPoP: pending.dpop });
  return { sub, acr, standing, verified_claims };
}

// The error, wherever it came: in the redirect, from the token endpoint, or as a challenge of userinfo.
function told(error) {
  const challenge = error.cause?.[0]?.parameters;
  return {
    error: error.error ?? challenge?.error ?? error.code ?? error.name,
    description: error.error_description ?? challenge?.error_description ?? error.message,
  };
}

function show(response, status, title, facts) {
  // For those who read along. A relying party of yours keeps this where only those who need it can see it.
  console.log(JSON.stringify({ title, ...facts }));
  const text = JSON.stringify(facts, null, 2).replace(/[&<]/g, (c) => `&#${c.charCodeAt(0)};`);
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`<!doctype html><html lang="ja"><title>${title}</title><h1>${title}</h1><pre id="facts">${text}</pre>
<p><a id="sign-in" href="/sign-in">民間IDでサインイン (Sign in)</a></p></html>`);
}

async function answer(request, response) {
  const url = new URL(request.url, SITE);
  const browser = /(?:^|; )__Host-begun=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
  if (url.pathname === '/sign-in') {
    const { page, pending } = await begin(url.searchParams.has('silently'));
    const id = randomUUID();
    if (begun.size >= MOST) begun.delete(begun.keys().next().value);
    begun.set(id, pending);
    response.writeHead(303, {
      location: page.href,
      'set-cookie': `__Host-begun=${id}; Path=/; Secure; HttpOnly; SameSite=Lax`,
    });
    response.end();
  } else if (url.pathname === '/callback') {
    const pending = begun.get(browser);
    begun.delete(browser);
    if (!pending) return show(response, 400, 'はじめからやり直してください (Please start over)', { error: 'nothing_begun' });
    show(response, 200, 'サインインしました (Signed in)', await finish(pending, url));
  } else {
    show(response, url.pathname === '/' ? 200 : 404, '試験銀行 (Test bank)', {});
  }
}

createServer({ key: await readFile(SITE_KEY), cert: await readFile(SITE_CERTIFICATE) }, (request, response) =>
  answer(request, response).catch((error) => {
    const facts = told(error);
    // The private ID does not stand as demanded. The description begins with the word that says what helps:
    // REISSUE_REQUIRED is mended by a sign-in that is not silent, in which the holder is led through a re-issue.
    facts.error === 'standing_not_met'
      ? show(response, 403, '民間IDの再発行が必要です (The private ID does not stand as demanded)', facts)
      : show(response, 502, 'サインインできませんでした (Not signed in)', facts);
  }),
).listen(new URL(SITE).port || 443, () => console.log(`listening at ${SITE}`));
