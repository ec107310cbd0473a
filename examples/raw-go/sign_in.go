// A sign-in with a private ID, raw and step by step: every request that is sent, and everything that has to be checked.
//
// It needs Go 1.19 or later and its standard library, and nothing else. FAPI 2.0 Security Profile: pushed request (RFC 9126), PKCE (RFC
// 7636), client assertion (RFC 7523), DPoP with the issuer's nonces (RFC 9449), iss in the answer (RFC 9207).
//
//	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out client.pem
//	go run sign_in.go jwks >client.jwks.json   # the public half, to hand to the issuer's operator (../raw-python/README.md)
//	ISSUER=https://id.example CLIENT_ID=raw-bank REDIRECT_URI=https://bank.example/callback go run sign_in.go
//
// It prints the address to open, and reads from the terminal the address the browser came back to.
package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

var (
	issuer      = os.Getenv("ISSUER")
	clientID    = os.Getenv("CLIENT_ID")
	redirectURI = os.Getenv("REDIRECT_URI")
	clientKey   *ecdsa.PrivateKey
	client      *http.Client
)

const (
	deadline = 10 * time.Second // for a whole exchange
	longest  = 512 * 1024       // bytes of an answer
	skew     = 60               // seconds that clocks may be apart
	claims   = `{"id_token": {"standing": {"essential": true, "value": "ACTIVE", "max_age": 900}},
	"userinfo": {"verified_claims": {"verification": {"trust_framework": {"value": "jp_aml"}},
	"claims": {"name": {"essential": true}, "address": {"essential": true}, "birthdate": {"essential": true}}}}}`
)

type object = map[string]interface{}

// notBelieved is an answer that does not hold: a code of ours, and never what was answered.
type notBelieved string

func check(holds bool, otherwise string) {
	if !holds {
		panic(notBelieved(otherwise))
	}
}

func must(err error, otherwise string) { check(err == nil, otherwise) }

// --- base64url, JSON Web Keys and signatures (RFC 7515, 7517, 7518) ---------------------------------------------------------------

func b64(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func unb64(text string) []byte {
	data, err := base64.RawURLEncoding.DecodeString(text)
	must(err, "token_malformed")
	return data
}

func random() string {
	bytes := make([]byte, 32)
	_, err := rand.Read(bytes)
	must(err, "no_randomness")
	return b64(bytes)
}

func jwkOf(key *ecdsa.PrivateKey) map[string]string {
	return map[string]string{"crv": "P-256", "kty": "EC",
		"x": b64(key.X.FillBytes(make([]byte, 32))), "y": b64(key.Y.FillBytes(make([]byte, 32)))}
}

func thumbprint(jwk map[string]string) string { // RFC 7638: maps are written in the order of their names, without spaces
	text, _ := json.Marshal(jwk)
	hash := sha256.Sum256(text)
	return b64(hash[:])
}

// jwkSet is what is registered: the public half alone, under the kid that the assertions name.
func jwkSet(key *ecdsa.PrivateKey) object {
	registered := jwkOf(key)
	registered["kid"] = thumbprint(jwkOf(key))
	registered["use"] = "sig"
	registered["alg"] = "ES256"
	return object{"keys": []interface{}{registered}}
}

func sign(key *ecdsa.PrivateKey, header object, said object) string {
	head, _ := json.Marshal(header)
	body, _ := json.Marshal(said)
	text := b64(head) + "." + b64(body)
	hash := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, key, hash[:])
	must(err, "signing")
	return text + "." + b64(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...))
}

// verified gives the claims of a JWT that the issuer signed. Nothing of it is looked at before the signature is checked, but the header.
func verified(jwt string, keys []interface{}) object {
	parts := strings.Split(jwt, ".")
	check(len(jwt) < 64*1024 && len(parts) == 3, "token_malformed")
	header := parse(unb64(parts[0]))
	// The algorithm is ours to choose, and never the token's: 'none' and secrets that everybody knows end here.
	check(header["alg"] == "ES256" && (header["typ"] == nil || header["typ"] == "JWT"), "token_signature")
	signature := unb64(parts[2])
	hash := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	for _, each := range keys {
		key, _ := each.(object)
		x, _ := key["x"].(string)
		y, _ := key["y"].(string)
		if key["kid"] != header["kid"] || key["crv"] != "P-256" || len(signature) != 64 {
			continue
		}
		public := &ecdsa.PublicKey{Curve: elliptic.P256(), X: new(big.Int).SetBytes(unb64(x)), Y: new(big.Int).SetBytes(unb64(y))}
		check(public.Curve.IsOnCurve(public.X, public.Y), "token_signature")
		r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
		check(ecdsa.Verify(public, hash[:], r, s), "token_signature")
		return parse(unb64(parts[1]))
	}
	panic(notBelieved("token_signature"))
}

func parse(text []byte) object {
	value := object{}
	if json.Unmarshal(text, &value) != nil || value == nil {
		return object{}
	}
	return value
}

// --- HTTP: https only, no redirects, a limit of size, and a deadline for the whole exchange ----------------------------------------

type answer struct {
	status int
	header http.Header
	body   []byte
}

func exchange(address string, form url.Values, headers map[string]string) answer {
	check(strings.HasPrefix(address, "https://"), "not_https")
	method, body := "GET", io.Reader(nil)
	if form != nil {
		method, body = "POST", strings.NewReader(form.Encode())
	}
	request, err := http.NewRequest(method, address, body)
	must(err, "not_https")
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := client.Do(request)
	must(err, "unreachable")
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, longest+1))
	must(err, "too_slow")
	check(len(text) <= longest, "too_large")
	return answer{response.StatusCode, response.Header, text}
}

// withProof sends a request with a proof of possession (RFC 9449). Where the issuer wants a nonce, it is sent once more with that.
func withProof(method, address string, key *ecdsa.PrivateKey, form url.Values, token string) (int, object) {
	nonce := ""
	var told answer
	for i := 0; i < 2; i++ {
		proof := object{"jti": random(), "htm": method, "htu": address, "iat": time.Now().Unix()}
		if nonce != "" {
			proof["nonce"] = nonce
		}
		headers := map[string]string{}
		if token != "" {
			hash := sha256.Sum256([]byte(token))
			proof["ath"] = b64(hash[:])
			headers["Authorization"] = "DPoP " + token
		}
		headers["DPoP"] = sign(key, object{"typ": "dpop+jwt", "alg": "ES256", "jwk": jwkOf(key)}, proof)
		var sent url.Values
		if form != nil {
			sent = asClient(form) // an assertion is good once, so each try has its own
		}
		told = exchange(address, sent, headers)
		nonce = told.header.Get("DPoP-Nonce")
		wanted := strings.Contains(string(told.body)+told.header.Get("WWW-Authenticate"), "use_dpop_nonce")
		if (told.status != 400 && told.status != 401) || nonce == "" || !wanted {
			break
		}
	}
	return told.status, parse(told.body)
}

// asClient adds who we are (private_key_jwt). Its audience is the issuer's identifier, and nothing else.
func asClient(form url.Values) url.Values {
	now := time.Now().Unix()
	all := url.Values{}
	for name, values := range form {
		all[name] = values
	}
	all.Set("client_id", clientID)
	all.Set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
	all.Set("client_assertion", sign(clientKey,
		object{"typ": "JWT", "alg": "ES256", "kid": thumbprint(jwkOf(clientKey))},
		object{"iss": clientID, "sub": clientID, "aud": issuer, "iat": now, "exp": now + 60, "jti": random()}))
	return all
}

// --- The sign-in -------------------------------------------------------------------------------------------------------------------

// Keep these in the server-side session of the browser that began, and use them once.
type pending struct {
	state, nonce, verifier string
	dpop                   *ecdsa.PrivateKey
}

// Step 1. Where everything is. Checked: that it is this issuer's, and that it does what keeps mix-up and downgrade out.
func discover() object {
	told := exchange(strings.TrimRight(issuer, "/")+"/.well-known/openid-configuration", nil, nil)
	metadata := parse(told.body)
	check(told.status == 200 && metadata["issuer"] == issuer, "metadata")
	check(metadata["authorization_response_iss_parameter_supported"] == true, "metadata")
	methods, _ := metadata["code_challenge_methods_supported"].([]interface{})
	for _, each := range methods {
		if each == "S256" {
			return metadata
		}
	}
	panic(notBelieved("metadata"))
}

func at(metadata object, name string) string {
	address, _ := metadata[name].(string)
	check(address != "", "metadata")
	return address
}

// Step 2. What is wanted goes to the issuer directly; the browser carries a reference alone.
func push(metadata object, p pending) string {
	challenge := sha256.Sum256([]byte(p.verifier))
	told := exchange(at(metadata, "pushed_authorization_request_endpoint"), asClient(url.Values{
		"response_type": {"code"}, "redirect_uri": {redirectURI}, "scope": {"openid"}, "claims": {claims},
		"state": {p.state}, "nonce": {p.nonce}, "code_challenge": {b64(challenge[:])}, "code_challenge_method": {"S256"},
		"dpop_jkt": {thumbprint(jwkOf(p.dpop))}}), nil)
	reference, _ := parse(told.body)["request_uri"].(string)
	check(told.status == 201 && reference != "", fmt.Sprint("push_", or(parse(told.body)["error"], told.status)))
	return at(metadata, "authorization_endpoint") + "?" + url.Values{"client_id": {clientID}, "request_uri": {reference}}.Encode()
}

func or(value interface{}, otherwise interface{}) interface{} {
	if value != nil {
		return value
	}
	return otherwise
}

// Step 3. The browser is back. Checked: one value a parameter, the state of this browser, the issuer; then the error; then the code.
func codeOf(address string, p pending) string {
	parsed, err := url.Parse(address)
	must(err, "answer_malformed")
	query, err := url.ParseQuery(parsed.RawQuery)
	must(err, "answer_malformed")
	for _, values := range query {
		check(len(values) == 1, "answer_malformed")
	}
	check(subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(p.state)) == 1, "answer_state")
	check(query.Get("iss") == issuer, "answer_issuer")
	// standing_not_met: its description begins with the word that says what helps (REISSUE_REQUIRED, SUSPENDED, ENDED, STALE).
	check(!query.Has("error"), query.Get("error"))
	check(query.Get("code") != "", "answer_malformed")
	return query.Get("code")
}

// Step 4. The code for tokens, with our assertion, the verifier and a proof by the key of this sign-in.
func redeem(metadata object, p pending, code string) (accessToken, idToken string) {
	status, tokens := withProof("POST", at(metadata, "token_endpoint"), p.dpop, url.Values{"grant_type": {"authorization_code"},
		"code": {code}, "redirect_uri": {redirectURI}, "code_verifier": {p.verifier}}, "")
	check(status == 200, fmt.Sprint("token_", or(tokens["error"], status)))
	kind, _ := tokens["token_type"].(string)
	accessToken, _ = tokens["access_token"].(string)
	idToken, _ = tokens["id_token"].(string)
	check(strings.EqualFold(kind, "dpop") && accessToken != "" && idToken != "", "answer_malformed")
	return accessToken, idToken
}

// Step 5. Who it is. Checked (OpenID Connect Core 3.1.3.7): signature, issuer, audience, times, nonce, access token; then the standing.
func whoItIs(metadata object, p pending, accessToken, idToken string) object {
	told := exchange(at(metadata, "jwks_uri"), nil, nil)
	keys, _ := parse(told.body)["keys"].([]interface{})
	check(told.status == 200, "keys")
	said := verified(idToken, keys)
	now := float64(time.Now().Unix())
	check(said["iss"] == issuer, "token_issuer")
	audience := said["aud"]
	if several, ok := audience.([]interface{}); ok && len(several) == 1 {
		audience = several[0]
	}
	check(audience == clientID && (said["azp"] == nil || said["azp"] == clientID), "token_audience")
	expires, dated := said["exp"].(float64)
	check(dated && now < expires+skew, "token_expired")
	made, dated := said["iat"].(float64)
	check(dated && made <= now+skew, "token_future")
	nonce, _ := said["nonce"].(string)
	check(subtle.ConstantTimeCompare([]byte(nonce), []byte(p.nonce)) == 1, "token_nonce")
	hash := sha256.Sum256([]byte(accessToken))
	check(said["at_hash"] == nil || said["at_hash"] == b64(hash[:16]), "token_hash")
	subject, _ := said["sub"].(string)
	check(subject != "", "token_malformed")
	// Measured again here: an issuer that passes over the demand lets nobody in. A time to come is no evidence.
	standing, _ := said["standing"].(object)
	check(standing["state"] == "ACTIVE" && standing["fresh"] == true, "standing")
	text, _ := standing["as_of"].(string)
	asOf, err := time.Parse(time.RFC3339, text)
	check(err == nil && asOf.Before(time.Now().Add(skew*time.Second)), "standing_unknown")
	return said
}

// Step 6. The attributes. Checked: that they are about the same holder, and verified under the framework that was asked for.
func person(metadata object, p pending, accessToken string, subject interface{}) object {
	status, told := withProof("GET", at(metadata, "userinfo_endpoint"), p.dpop, nil, accessToken)
	check(status == 200, fmt.Sprint("userinfo_", or(told["error"], status)))
	check(told["sub"] == subject, "answer_subject")
	all, several := told["verified_claims"].([]interface{})
	if !several {
		all = []interface{}{told["verified_claims"]}
	}
	for _, each := range all {
		element, _ := each.(object)
		verification, _ := element["verification"].(object)
		if verification["trust_framework"] == "jp_aml" {
			attributes, _ := element["claims"].(object)
			for _, name := range []string{"name", "address", "birthdate"} {
				check(attributes[name] != nil, "attributes_missing")
			}
			return attributes
		}
	}
	panic(notBelieved("attributes_missing"))
}

func begin() {
	file := os.Getenv("CLIENT_KEY")
	if file == "" {
		file = "client.pem"
	}
	text, err := os.ReadFile(file)
	must(err, "client_key")
	block, _ := pem.Decode(text)
	check(block != nil, "client_key")
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	must(err, "client_key")
	clientKey, _ = key.(*ecdsa.PrivateKey)
	check(clientKey != nil && clientKey.Curve == elliptic.P256(), "client_key")
	settings := &tls.Config{MinVersion: tls.VersionTLS12}
	if authorities := os.Getenv("AUTHORITIES"); authorities != "" { // PEM, where the issuer's certificate is no public authority's
		text, err := os.ReadFile(authorities)
		must(err, "authorities")
		settings.RootCAs = x509.NewCertPool()
		check(settings.RootCAs.AppendCertsFromPEM(text), "authorities")
	}
	client = &http.Client{Timeout: deadline, Transport: &http.Transport{TLSClientConfig: settings},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func main() {
	defer func() {
		if why := recover(); why != nil {
			code, ours := why.(notBelieved)
			if !ours {
				panic(why)
			}
			fmt.Println("not signed in: " + string(code))
			os.Exit(1)
		}
	}()
	begin()
	if len(os.Args) == 2 && os.Args[1] == "jwks" {
		out, _ := json.Marshal(jwkSet(clientKey))
		fmt.Println(string(out))
		return
	}
	dpop, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader) // the key of this sign-in lives no longer than it
	must(err, "no_randomness")
	p := pending{state: random(), nonce: random(), verifier: random(), dpop: dpop}
	metadata := discover()
	fmt.Println("open: " + push(metadata, p))
	address, err := bufio.NewReader(os.Stdin).ReadString('\n')
	must(err, "answer_malformed")
	accessToken, idToken := redeem(metadata, p, codeOf(strings.TrimSpace(address), p))
	said := whoItIs(metadata, p, accessToken, idToken)
	out, _ := json.Marshal(object{"sub": said["sub"], "standing": said["standing"],
		"person": person(metadata, p, accessToken, said["sub"])})
	fmt.Println(string(out))
}
