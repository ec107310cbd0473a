// Makes the client's key, once: keeps the private half in client.jwk, prints the public half for the issuer's operator.
import { writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';

const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
const about = { kid: randomUUID(), alg: 'ES256', use: 'sig' };
const file = process.env.CLIENT_KEY ?? 'client.jwk';

// wx: a key that is there is never overwritten.
await writeFile(file, JSON.stringify({ ...(await exportJWK(privateKey)), ...about }), { mode: 0o600, flag: 'wx' });
console.log(JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), ...about }] }));
