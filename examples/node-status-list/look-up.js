// What became of a private ID: node look-up.js ISSUER URI INDEX
// with uri and idx of the claim `status` of an ID token, kept since the sign-in.
import { getListFromStatusListJWT } from '@sd-jwt/jwt-status-list';
import { createLocalJWKSet, jwtVerify } from 'jose';

const [issuer, uri, index] = process.argv.slice(2);

async function get(address, accept) {
  const answer = await fetch(address, { headers: { accept }, redirect: 'error', signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) {
    throw new Error(`${address} answered ${answer.status}`);
  }
  return answer.text();
}

const metadata = JSON.parse(await get(`${issuer}/.well-known/openid-configuration`, 'application/json'));
const keys = createLocalJWKSet(JSON.parse(await get(metadata.jwks_uri, 'application/jwk-set+json, application/json')));
const list = await get(uri, 'application/statuslist+jwt');

// The library reads lists and leaves the signature to its user. Without an end (exp) a list would hold for ever.
await jwtVerify(list, keys, {
  issuer,
  subject: uri,
  typ: 'statuslist+jwt',
  algorithms: ['ES256'],
  requiredClaims: ['iat', 'exp'],
});
const value = getListFromStatusListJWT(list).getStatus(Number(index));
console.log(metadata.status_list_values[value] ?? 'UNKNOWN');
