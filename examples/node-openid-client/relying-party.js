// A relying party that lets people sign in with a private ID, by the FAPI 2.0 Security Profile: requests are pushed
// (RFC 9126), bound to this browser by PKCE (RFC 7636), the client shows who it is with a signed assertion
// (private_key_jwt), and its tokens are of use to nobody without the key of the sign-in (DPoP, RFC 9449).
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, request as send } from 'node:https';
import { createRemoteJWKSet, importJWK, jwtVerify } from 'jose';
import * as openid from 'openid-client';

const { ISSUER, CLIENT_ID, CLIENT_KEY = 'client.jwk', SITE = 'https://localhost:3000' } = process.env;
const { SITE_KEY = 'site-key.pem', SITE_CERTIFICATE = 'site.pem' } = process.env;
// The relying parties' door, and the certificate registered for it: for decisions. Without them none are asked for.
const { DOOR, PARTY_KEY, PARTY_CERTIFICATE, PROCEDURE = 'library-card' } = process.env;
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

// What each browser has begun, and who is signed in where: in memory, at most so many. A relying party of yours keeps both where
// all of its servers see them.
const begun = new Map();
const sessions = new Map();
const MOST = 1000;
const SESSION = 30 * 60 * 1000;

function keep(map, value) {
  const id = randomUUID();
  if (map.size >= MOST) map.delete(map.keys().next().value);
  map.set(id, value);
  return id;
}

function cookie(name, value, age) {
  return `__Host-${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${age === undefined ? '' : `; Max-Age=${age}`}`;
}

function sent(request, name) {
  return new RegExp(`(?:^|; )__Host-${name}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1];
}

function sessionOf(request) {
  const id = sent(request, 'session');
  const session = sessions.get(id);
  if (session && session.ends > Date.now()) return session;
  sessions.delete(id);
  return undefined;
}

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
  return { facts: { sub, acr, standing, verified_claims }, idToken: tokens.id_token, sid: tokens.claims().sid };
}

// The holder signed out, here or anywhere: every session of that sign-in ends (OpenID Connect Back-Channel Logout 1.0, 2.6).
const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));
const seen = new Map();

async function signOut(token) {
  const { payload } = await jwtVerify(token, keys, {
    issuer: config.serverMetadata().issuer,
    audience: CLIENT_ID,
    algorithms: ['ES256'],
    typ: 'logout+jwt',
    maxTokenAge: '10 minutes',
    requiredClaims: ['iat', 'jti', 'events'],
  });
  const event = payload.events['http://schemas.openid.net/event/backchannel-logout'];
  if (typeof event !== 'object' || payload.nonce !== undefined || !(payload.sid || payload.sub) || seen.has(payload.jti)) {
    throw new Error('logout_refused');
  }
  if (seen.size >= MOST) seen.delete(seen.keys().next().value);
  seen.set(payload.jti, true);
  for (const [id, session] of sessions) {
    const its = payload.sid ? session.sid === payload.sid : session.facts.sub === payload.sub;
    if (its) sessions.delete(id);
  }
}

// Whether the private ID suffices for a procedure of the catalogue: ACCEPT, STEP_UP with what is missing, or REFUSE, each with
// its because and a reference by which the decision can be taken again.
async function decide(sub) {
  const body = JSON.stringify({ subject: sub, procedure: PROCEDURE });
  const tls = { key: await readFile(PARTY_KEY), cert: await readFile(PARTY_CERTIFICATE) };
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const { status, text } = await new Promise((done, failed) => {
    const asking = send(`${DOOR}/v1/assurance/decisions`, { method: 'POST', headers, ...tls, signal: AbortSignal.timeout(10_000) });
    asking.on('error', failed).on('response', async (answered) => {
      try {
        done({ status: answered.statusCode, text: await read(answered) });
      } catch (error) {
        failed(error);
      }
    });
    asking.end(body);
  });
  // What cannot be decided is not decided: nothing is granted on a guess.
  if (status !== 200 && status !== 201) throw Object.assign(new Error('the decision is not to be had'), { error: 'undecided' });
  const { decision, outcome, because, steps } = JSON.parse(text);
  return { decision, outcome, because, steps };
}

async function read(stream) {
  let text = '';
  for await (const piece of stream.setEncoding('utf8')) {
    text += piece;
    if (text.length > 256 * 1024) throw new Error('too_large');
  }
  return text;
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
<p><a id="sign-in" href="/sign-in">民間IDでサインイン (Sign in)</a></p>
<form method="post" action="/sign-out"><button id="sign-out">サインアウト (Sign out)</button></form></html>`);
}

async function answer(request, response) {
  const url = new URL(request.url, SITE);
  const session = sessionOf(request);
  const route = `${request.method} ${url.pathname}`;
  if (route === 'GET /sign-in') {
    const { page, pending } = await begin(url.searchParams.has('silently'));
    response.writeHead(303, { location: page.href, 'set-cookie': cookie('begun', keep(begun, pending)) });
    response.end();
  } else if (route === 'GET /callback') {
    const browser = sent(request, 'begun');
    const pending = begun.get(browser);
    begun.delete(browser);
    if (!pending) return show(response, 400, 'はじめからやり直してください (Please start over)', { error: 'nothing_begun' });
    const signedIn = await finish(pending, url);
    // A new id with each sign-in: nobody can have set it before.
    response.setHeader('set-cookie', cookie('session', keep(sessions, { ...signedIn, ends: Date.now() + SESSION })));
    show(response, 200, 'サインインしました (Signed in)', signedIn.facts);
  } else if (route === 'GET /procedure') {
    if (!session) return show(response, 401, 'サインインしてください (Please sign in)', { error: 'not_signed_in' });
    show(response, 200, 'お手続き (The procedure)', await decide(session.facts.sub));
  } else if (route === 'POST /sign-out') {
    // Another site's form does not carry the cookie (SameSite), so it signs nobody out.
    sessions.delete(sent(request, 'session'));
    const end = session && openid.buildEndSessionUrl(config, { id_token_hint: session.idToken, post_logout_redirect_uri: `${SITE}/` });
    response.writeHead(303, { location: end?.href ?? '/', 'set-cookie': cookie('session', '', 0) });
    response.end();
  } else if (route === 'POST /back-channel-logout') {
    const token = new URLSearchParams(await read(request)).get('logout_token') ?? '';
    const status = await signOut(token).then(() => 200, () => 400);
    response.writeHead(status, { 'cache-control': 'no-store' }).end();
  } else {
    show(response, url.pathname === '/' ? 200 : 404, '試験銀行 (Test bank)', session?.facts ?? {});
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
