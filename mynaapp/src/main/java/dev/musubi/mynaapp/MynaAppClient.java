package dev.musubi.mynaapp;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A relying party of the app's server: has documents signed with the signature certificate, and people signed in with the
 * authentication certificate, both by sending the browser there and getting it back.
 *
 * <pre>
 * begin   {@link #beginSigning} or {@link #beginSignIn}: keep the pending thing, bound to the browser; send it away
 * return  {@link Callback#read}, find and spend the pending thing
 * finish  {@link #finishSignIn}; or {@link #redeem}, then {@link #fetch} and hand the evidence to the verifier
 * </pre>
 *
 * <p>It keeps nothing between the calls but the server's public keys. Any number of threads may use it.
 */
public final class MynaAppClient {

    private static final int LONGEST_LIFE_SECONDS = 24 * 60 * 60;

    private final Registration registration;
    private final InstantSource clock;
    private final ServerCalls calls;
    private final IdTokens idTokens;

    /** A client by its registration. */
    public MynaAppClient(Registration registration, Transport transport, InstantSource clock) {
        this.registration = registration;
        this.clock = clock;
        this.calls = new ServerCalls(transport);
        this.idTokens = new IdTokens(registration, new ServerKeys(calls, registration.certs()));
    }

    /**
     * Asks for a signature over a document of this hash. The app cannot show the document: the person has to have seen it before.
     * And it has to say something: the rules forbid having meaningless data signed.
     */
    public MynaResult<Begun<PendingSigning>> beginSigning(DocumentHash document, RevocationCheck check) {
        return MynaException.result(() -> {
            Instant now = clock.instant();
            UUID transaction = transaction(document, clientToken(now));
            PendingSigning pending = new PendingSigning(
                    transaction,
                    document.hex(),
                    Secrets.random(),
                    Secrets.random(),
                    Secrets.random(),
                    registration.redirectUri().toString(),
                    now,
                    now.plus(Dialect.TRANSACTION_LIFE));
            Map<String, String> parameters = parameters(pending, Wire.OPENID + " " + Wire.SIGN, check);
            parameters.put(Wire.SIGN_TRANSACTION_ID, transaction.toString());
            return new Begun<>(address(parameters), pending);
        });
    }

    /** Begins a sign-in. It asks the server nothing. */
    public Begun<PendingSignIn> beginSignIn(RevocationCheck check) {
        Instant now = clock.instant();
        PendingSignIn pending = new PendingSignIn(
                Secrets.random(),
                Secrets.random(),
                Secrets.random(),
                registration.redirectUri().toString(),
                now,
                now.plus(Dialect.TRANSACTION_LIFE));
        return new Begun<>(address(parameters(pending, Wire.OPENID, check)), pending);
    }

    /** Who signed in. */
    public MynaResult<Holder> finishSignIn(PendingSignIn pending, Callback callback) {
        return MynaException.result(() -> grant(pending, callback).holder());
    }

    /** Exchanges the code of a signature. After it, and only once, the result can be fetched. */
    public MynaResult<Grant> redeem(PendingSigning pending, Callback callback) {
        return MynaException.result(() -> grant(pending, callback));
    }

    /** Fetches the sealed evidence; the server gives it once. */
    public MynaResult<SealedEvidence> fetch(PendingSigning pending, Grant grant) {
        return MynaException.result(() -> {
            ServerCalls.Answer answer = calls.get(registration.result(pending.transaction()), grant.accessToken());
            if (answer.status() == 200) {
                return evidence(answer.string(Dialect.RESULT_JWE));
            }
            if (answer.status() == Dialect.NOT_SIGNED) {
                throw new MynaException(MynaProblem.NOT_SIGNED, answer.error());
            }
            if (answer.status() == Dialect.UNKNOWN || answer.status() == Dialect.GONE) {
                throw new MynaException(MynaProblem.RESULT_GONE, answer.error());
            }
            if (answer.status() == 401 || answer.status() == 403) {
                throw new MynaException(MynaProblem.TOO_LATE, answer.error()); // Our token has ended.
            }
            throw ServerErrors.inAnswer(answer.status(), answer.error());
        });
    }

    private static SealedEvidence evidence(String jwe) throws MynaException {
        try {
            return new SealedEvidence(jwe);
        } catch (IllegalArgumentException e) {
            throw MynaException.notUnderstood();
        }
    }

    private String clientToken(Instant now) throws MynaException {
        Map<String, String> form = authenticated("client_credentials", now);
        ServerCalls.Answer answer = calls.form(registration.token(), form);
        if (answer.status() != 200) {
            throw ServerErrors.inAnswer(answer.status(), answer.error());
        }
        return accessToken(answer);
    }

    private UUID transaction(DocumentHash document, String token) throws MynaException {
        String data = Base64.getEncoder().encodeToString(document.digestInfo());
        ServerCalls.Answer answer = calls.json(registration.signTransactions(), token, Map.of(Dialect.DATA, data));
        if (answer.status() != Dialect.STARTED && answer.status() != 200) {
            throw ServerErrors.inAnswer(answer.status(), answer.error());
        }
        String id = answer.string(Dialect.TRANSACTION_ID);
        try {
            UUID transaction = UUID.fromString(id);
            if (transaction.toString().equalsIgnoreCase(id)) {
                return transaction;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw MynaException.notUnderstood();
    }

    private Map<String, String> parameters(Pending pending, String scope, RevocationCheck check) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("scope", scope);
        parameters.put("client_id", registration.clientId());
        parameters.put("redirect_uri", pending.redirectUri());
        parameters.put("state", pending.state());
        parameters.put("nonce", pending.nonce());
        parameters.put("code_challenge", Secrets.challenge(pending.codeVerifier()));
        parameters.put("code_challenge_method", "S256");
        parameters.put("acr_values", check.acrValues());
        return parameters;
    }

    private URI address(Map<String, String> parameters) {
        return URI.create(registration.authorization()
                + parameters.entrySet().stream()
                        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&", "?", "")));
    }

    /** A space as %20, which is right in every part of an address. */
    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Grant grant(Pending pending, Callback callback) throws MynaException {
        Instant now = clock.instant();
        requireOurs(pending, callback, now);
        if (callback.error().isPresent()) {
            throw ServerErrors.inCallback(
                    callback.error().get(), callback.description().orElse(""));
        }
        if (!now.isBefore(pending.until())) {
            throw new MynaException(MynaProblem.TOO_LATE);
        }
        Map<String, String> form = authenticated("authorization_code", now);
        form.put("code", callback.code().orElseThrow(MynaException::notUnderstood));
        form.put("redirect_uri", pending.redirectUri());
        form.put("code_verifier", pending.codeVerifier());
        ServerCalls.Answer answer = calls.form(registration.token(), form);
        if (answer.status() != 200) {
            throw ServerErrors.inAnswer(answer.status(), answer.error());
        }
        String accessToken = accessToken(answer);
        // The time is asked for anew: the server took some of it.
        Instant after = clock.instant();
        Holder holder = idTokens.holder(answer.string("id_token"), accessToken, pending.nonce(), after);
        return new Grant(holder, accessToken, after.plus(life(answer)));
    }

    private void requireOurs(Pending pending, Callback callback, Instant now) throws MynaException {
        boolean sameIssuer =
                callback.issuer().map(registration.issuer().toString()::equals).orElse(true);
        boolean begun = !pending.startedAt().isAfter(now.plus(Dialect.CLOCK_SKEW));
        if (!Secrets.same(callback.state(), pending.state()) || !sameIssuer || !begun) {
            throw new MynaException(MynaProblem.NOT_BEGUN_HERE);
        }
    }

    private Map<String, String> authenticated(String grantType, Instant now) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", grantType);
        form.put("client_id", registration.clientId());
        form.put("client_assertion_type", Wire.ASSERTION_TYPE);
        form.put("client_assertion", ClientAssertion.of(registration, now));
        return form;
    }

    private static String accessToken(ServerCalls.Answer answer) throws MynaException {
        String token = answer.string("access_token");
        // RFC 6750, section 2.1: nothing else fits into the header.
        if (token.length() > Dialect.LARGEST_TOKEN || !token.matches("[A-Za-z0-9._~+/-]+=*")) {
            throw MynaException.notUnderstood();
        }
        if (!answer.string("token_type").equalsIgnoreCase("Bearer")) {
            throw MynaException.notUnderstood();
        }
        return token;
    }

    private static Duration life(ServerCalls.Answer answer) {
        long seconds = answer.members().get("expires_in") instanceof Number said ? said.longValue() : 0;
        return Duration.ofSeconds(Math.max(0, Math.min(seconds, LONGEST_LIFE_SECONDS)));
    }
}
