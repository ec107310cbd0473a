<?php
// A sign-in with a private ID, raw and step by step, with PHP 8.1 or later and its openssl extension alone. The same steps and
// checks as in ../raw-python, where each is explained; FAPI 2.0 Security Profile.
//
//   openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out client.pem
//   php sign_in.php jwks >client.jwks.json   # the public half, to hand to the issuer's operator (../raw-python/README.md)
//   ISSUER=https://id.example CLIENT_ID=raw-bank REDIRECT_URI=https://bank.example/callback php sign_in.php
//
// It prints the address to open, and reads from the terminal the address the browser came back to.
declare(strict_types=1);

const DEADLINE = 10;           // seconds, for a whole exchange
const LONGEST = 512 * 1024;    // bytes of an answer
const SKEW = 60;               // seconds that clocks may be apart
const CLAIMS = [
    'id_token' => ['standing' => ['essential' => true, 'value' => 'ACTIVE', 'max_age' => 900]],
    'userinfo' => ['verified_claims' => [
        'verification' => ['trust_framework' => ['value' => 'jp_aml']],
        'claims' => ['name' => ['essential' => true], 'address' => ['essential' => true], 'birthdate' => ['essential' => true]]]],
];
define('ISSUER', (string) getenv('ISSUER'));
define('CLIENT_ID', (string) getenv('CLIENT_ID'));
define('REDIRECT_URI', (string) getenv('REDIRECT_URI'));

/** An answer that does not hold. Its message is a code of ours, and never what was answered. */
final class NotBelieved extends Exception {}

function check(bool $holds, string $otherwise): void {
    if (!$holds) {
        throw new NotBelieved($otherwise);
    }
}

// --- base64url, JSON Web Keys and signatures (RFC 7515, 7517, 7518) ---

function b64(string $bytes): string {
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

function unb64(string $text): string {
    $bytes = base64_decode(strtr($text, '-_', '+/'), true);
    check($bytes !== false, 'token_malformed');
    return $bytes;
}

function object(string $json): array {
    $value = json_decode($json, true);
    return is_array($value) ? $value : [];
}

function jwk(OpenSSLAsymmetricKey $key): array {
    $ec = openssl_pkey_get_details($key)['ec'];
    $full = fn (string $n): string => b64(str_pad($n, 32, "\0", STR_PAD_LEFT));
    return ['crv' => 'P-256', 'kty' => 'EC', 'x' => $full($ec['x']), 'y' => $full($ec['y'])];
}

function thumbprint(array $jwk): string { // RFC 7638: members in this order
    return b64(hash('sha256', json_encode($jwk), true));
}

/** What is registered: the public half alone, under the kid that the assertions name. */
function jwkSet(OpenSSLAsymmetricKey $key): array {
    return ['keys' => [jwk($key) + ['kid' => thumbprint(jwk($key)), 'use' => 'sig', 'alg' => 'ES256']]];
}

function sign(OpenSSLAsymmetricKey $key, array $header, array $claims): string {
    $text = b64(json_encode($header)) . '.' . b64(json_encode($claims, JSON_UNESCAPED_SLASHES));
    openssl_sign($text, $der, $key, OPENSSL_ALGO_SHA256);
    // SEQUENCE of two INTEGERs to r and s of 32 bytes each (RFC 7518 section 3.4).
    $r = substr($der, 4, ord($der[3]));
    $s = substr($der, 6 + strlen($r));
    $full = fn (string $n): string => str_pad(ltrim($n, "\0"), 32, "\0", STR_PAD_LEFT);
    return $text . '.' . b64($full($r) . $full($s));
}

/** The claims of a JWT that the issuer signed. Nothing of it is looked at before the signature is checked, but the header. */
function verified(string $jwt, array $keys): array {
    check(strlen($jwt) < 64 * 1024 && substr_count($jwt, '.') === 2, 'token_malformed');
    [$head, $body, $signature] = explode('.', $jwt);
    $header = object(unb64($head));
    // The algorithm is ours to choose, and never the token's.
    check(($header['alg'] ?? '') === 'ES256' && ($header['typ'] ?? 'JWT') === 'JWT', 'token_signature');
    $found = array_values(array_filter($keys, fn (array $k): bool =>
        ($k['kid'] ?? null) === ($header['kid'] ?? '') && ($k['crv'] ?? '') === 'P-256'));
    $raw = unb64($signature);
    check(count($found) === 1 && strlen($raw) === 64, 'token_signature');
    $spki = hex2bin('3059301306072a8648ce3d020106082a8648ce3d03010703420004') . unb64($found[0]['x']) . unb64($found[0]['y']);
    $key = openssl_pkey_get_public("-----BEGIN PUBLIC KEY-----\n" . chunk_split(base64_encode($spki), 64, "\n") . "-----END PUBLIC KEY-----\n");
    $integer = function (string $n): string {
        $n = ltrim($n, "\0");
        $n = $n === '' || ord($n[0]) > 0x7f ? "\0" . $n : $n;
        return "\x02" . chr(strlen($n)) . $n;
    };
    $both = $integer(substr($raw, 0, 32)) . $integer(substr($raw, 32));
    check($key !== false && openssl_verify("$head.$body", "\x30" . chr(strlen($both)) . $both, $key, OPENSSL_ALGO_SHA256) === 1, 'token_signature');
    return object(unb64($body));
}

// --- HTTP: https only, no redirects, a limit of size, and a deadline for the whole exchange ---

function exchange(string $url, ?array $form = null, array $headers = []): array {
    check(str_starts_with($url, 'https://'), 'not_https');
    $options = ['http' => ['follow_location' => 0, 'max_redirects' => 0, 'ignore_errors' => true, 'timeout' => DEADLINE,
        'header' => implode("\r\n", array_map(fn ($n, $v) => "$n: $v", array_keys($headers), $headers))]];
    if ($form !== null) {
        $options['http']['method'] = 'POST';
        $options['http']['content'] = http_build_query($form);
        $options['http']['header'] .= ($headers ? "\r\n" : '') . 'Content-Type: application/x-www-form-urlencoded';
    }
    if (getenv('AUTHORITIES')) {
        $options['ssl'] = ['cafile' => getenv('AUTHORITIES')];
    }
    $end = hrtime(true) + DEADLINE * 1_000_000_000;
    $answer = @fopen($url, 'r', false, stream_context_create($options));
    check($answer !== false, 'not_connected');
    $body = '';
    $lines = stream_get_meta_data($answer)['wrapper_data'];
    while (!feof($answer)) {
        check(hrtime(true) < $end, 'too_slow');
        $body .= (string) fread($answer, 4096);
        check(strlen($body) <= LONGEST, 'too_large');
    }
    $answered = [];
    foreach ($lines as $line) {
        if (str_contains($line, ':')) {
            [$name, $value] = explode(':', $line, 2);
            $answered[strtolower($name)] = trim($value);
        }
    }
    return [(int) explode(' ', $lines[0])[1], $answered, $body];
}

/** Who we are (private_key_jwt). Its audience is the issuer's identifier, and nothing else. */
function assertion(OpenSSLAsymmetricKey $client): array {
    $claims = ['iss' => CLIENT_ID, 'sub' => CLIENT_ID, 'aud' => ISSUER, 'iat' => time(), 'exp' => time() + 60, 'jti' => b64(random_bytes(16))];
    return [
        'client_id' => CLIENT_ID,
        'client_assertion_type' => 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        'client_assertion' => sign($client, ['typ' => 'JWT', 'alg' => 'ES256', 'kid' => thumbprint(jwk($client))], $claims),
    ];
}

/** A request with a proof of possession (RFC 9449). Where the issuer wants a nonce, it is sent once more with that. */
function withProof(string $method, string $url, array $pending, ?array $form = null, ?string $token = null): array {
    $nonce = null;
    for ($try = 0; $try < 2; $try++) {
        $proof = ['jti' => b64(random_bytes(16)), 'htm' => $method, 'htu' => $url, 'iat' => time()];
        $proof += $nonce === null ? [] : ['nonce' => $nonce];
        $proof += $token === null ? [] : ['ath' => b64(hash('sha256', $token, true))];
        $headers = ['DPoP' => sign($pending['dpop'], ['typ' => 'dpop+jwt', 'alg' => 'ES256', 'jwk' => jwk($pending['dpop'])], $proof)];
        $headers += $token === null ? [] : ['Authorization' => "DPoP $token"];
        // An assertion is good once, so each try has its own.
        [$status, $answered, $body] = exchange($url, $form === null ? null : $form + assertion($pending['client']), $headers);
        $nonce = $answered['dpop-nonce'] ?? null;
        $wanted = str_contains($body . ($answered['www-authenticate'] ?? ''), 'use_dpop_nonce');
        if (!in_array($status, [400, 401], true) || $nonce === null || !$wanted) {
            break;
        }
    }
    return [$status, object($body)];
}

// --- The sign-in ---

/** Step 1. Where everything is: this issuer's, with what keeps mix-up and downgrade out. */
function discover(): array {
    [$status, , $body] = exchange(rtrim(ISSUER, '/') . '/.well-known/openid-configuration');
    $metadata = object($body);
    check($status === 200 && ($metadata['issuer'] ?? '') === ISSUER, 'metadata');
    check(($metadata['authorization_response_iss_parameter_supported'] ?? false) === true, 'metadata');
    check(in_array('S256', $metadata['code_challenge_methods_supported'] ?? [], true), 'metadata');
    return $metadata;
}

/** Step 2. What is wanted goes to the issuer directly; the browser carries a reference alone. */
function push(array $metadata, array $pending): string {
    [$status, , $body] = exchange($metadata['pushed_authorization_request_endpoint'], [
        'response_type' => 'code', 'redirect_uri' => REDIRECT_URI, 'scope' => 'openid', 'claims' => json_encode(CLAIMS),
        'state' => $pending['state'], 'nonce' => $pending['nonce'],
        'code_challenge' => b64(hash('sha256', $pending['verifier'], true)), 'code_challenge_method' => 'S256',
        'dpop_jkt' => thumbprint(jwk($pending['dpop']))] + assertion($pending['client']));
    $answer = object($body);
    check($status === 201 && isset($answer['request_uri']), 'push_' . ($answer['error'] ?? $status));
    return $metadata['authorization_endpoint'] . '?' . http_build_query(['client_id' => CLIENT_ID, 'request_uri' => $answer['request_uri']]);
}

/** Step 3. The browser is back: each parameter once, the state of this browser, the issuer; then the error; then the code. */
function codeOf(string $address, array $pending): string {
    $one = [];
    foreach (explode('&', (string) parse_url($address, PHP_URL_QUERY)) as $pair) {
        [$name, $value] = explode('=', $pair, 2) + [1 => ''];
        check(!isset($one[$name]), 'answer_malformed');
        $one[$name] = urldecode($value);
    }
    check(hash_equals($pending['state'], $one['state'] ?? ''), 'answer_state');
    check(($one['iss'] ?? '') === ISSUER, 'answer_issuer');
    check(!isset($one['error']), $one['error'] ?? '');
    check(isset($one['code']), 'answer_malformed');
    return $one['code'];
}

/** Step 4. The code for tokens, with our assertion, the verifier and a proof by the key of this sign-in. */
function redeem(array $metadata, array $pending, string $code): array {
    [$status, $tokens] = withProof('POST', $metadata['token_endpoint'], $pending, [
        'grant_type' => 'authorization_code', 'code' => $code, 'redirect_uri' => REDIRECT_URI, 'code_verifier' => $pending['verifier']]);
    check($status === 200, 'token_' . ($tokens['error'] ?? $status));
    check(strtolower($tokens['token_type'] ?? '') === 'dpop' && isset($tokens['id_token']), 'answer_malformed');
    return $tokens;
}

/** Step 5. Who it is (OpenID Connect Core 3.1.3.7): signature, issuer, audience, times, nonce, access token; then the standing. */
function idToken(array $metadata, array $pending, array $tokens): array {
    [$status, , $body] = exchange($metadata['jwks_uri']);
    check($status === 200, 'keys');
    $claims = verified($tokens['id_token'], object($body)['keys'] ?? []);
    check(($claims['iss'] ?? '') === ISSUER, 'token_issuer');
    check(in_array($claims['aud'] ?? null, [CLIENT_ID, [CLIENT_ID]], true) && ($claims['azp'] ?? CLIENT_ID) === CLIENT_ID, 'token_audience');
    check(is_int($claims['exp'] ?? null) && time() < $claims['exp'] + SKEW, 'token_expired');
    check(is_int($claims['iat'] ?? null) && $claims['iat'] <= time() + SKEW, 'token_future');
    check(hash_equals($pending['nonce'], (string) ($claims['nonce'] ?? '')), 'token_nonce');
    $half = b64(substr(hash('sha256', $tokens['access_token'], true), 0, 16));
    check(($claims['at_hash'] ?? $half) === $half, 'token_hash');
    check(is_string($claims['sub'] ?? null) && $claims['sub'] !== '', 'token_malformed');
    // Measured again here: an issuer that passes over the demand lets nobody in. A time to come is no evidence.
    $standing = $claims['standing'] ?? [];
    check(($standing['state'] ?? '') === 'ACTIVE' && ($standing['fresh'] ?? null) === true, 'standing');
    $asOf = strtotime($standing['as_of'] ?? '');
    check($asOf !== false && $asOf <= time() + SKEW, 'standing_unknown');
    return $claims;
}

/** Step 6. The attributes: about the same holder, and verified under the framework that was asked for. */
function person(array $metadata, array $pending, array $tokens, string $subject): array {
    [$status, $told] = withProof('GET', $metadata['userinfo_endpoint'], $pending, null, $tokens['access_token']);
    check($status === 200, 'userinfo_' . ($told['error'] ?? $status));
    check(($told['sub'] ?? '') === $subject, 'answer_subject');
    $all = $told['verified_claims'] ?? [];
    foreach (array_is_list($all) ? $all : [$all] as $each) {
        if (($each['verification']['trust_framework'] ?? '') === 'jp_aml') {
            check(isset($each['claims']['name'], $each['claims']['address'], $each['claims']['birthdate']), 'attributes_missing');
            return $each['claims'];
        }
    }
    throw new NotBelieved('attributes_missing');
}

try {
    $client = openssl_pkey_get_private('file://' . realpath(getenv('CLIENT_KEY') ?: 'client.pem'));
    if (array_slice($argv, 1) === ['jwks']) {
        echo json_encode(jwkSet($client)) . "\n";
        exit(0);
    }
    // Keep these in the server-side session of the browser that began, and use them once.
    $pending = ['state' => b64(random_bytes(32)), 'nonce' => b64(random_bytes(32)), 'verifier' => b64(random_bytes(32)), 'client' => $client,
        'dpop' => openssl_pkey_new(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1'])];
    $metadata = discover();
    echo 'open: ' . push($metadata, $pending) . "\n";
    $tokens = redeem($metadata, $pending, codeOf(trim((string) fgets(STDIN)), $pending));
    $claims = idToken($metadata, $pending, $tokens);
    echo json_encode(['sub' => $claims['sub'], 'standing' => $claims['standing'],
        'person' => person($metadata, $pending, $tokens, $claims['sub'])], JSON_UNESCAPED_UNICODE) . "\n";
} catch (NotBelieved $why) {
    echo 'not signed in: ' . $why->getMessage() . "\n";
    exit(1);
}
