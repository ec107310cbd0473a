package dev.musubi.sandbox.mynaapp;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.mynaapp.Dialect;
import dev.musubi.mynaapp.Wire;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Codes and tokens of the played server. Tokens are JWTs of a Keycloak's form; the server itself knows them by their hash. */
final class Tokens {

    private static final int HALF = 16;
    private static final String VERIFIER_FORM = "[A-Za-z0-9._~-]{43,128}";

    private final Assertions assertions;
    private final ServerSecrets secrets;
    private final Realm realm;
    private final InstantSource clock;
    private final Expiring<Code> codes;
    private final Expiring<Boolean> spent;
    private final Expiring<Access> accesses;

    Tokens(Assertions assertions, ServerSecrets secrets, Realm realm, InstantSource clock) {
        this.assertions = assertions;
        this.secrets = secrets;
        this.realm = realm;
        this.clock = clock;
        this.codes = new Expiring<>(clock);
        this.spent = new Expiring<>(clock);
        this.accesses = new Expiring<>(clock);
    }

    /** What a code stands for. */
    private record Code(AuthorizationRequest request, String nonce, int resident, String session, Instant at) {

        @Override
        public String toString() {
            return "Code[redacted]";
        }
    }

    /**
     * What an access token stands for.
     *
     * @param resident 0 for a client's own
     * @param transaction what of it may be fetched
     */
    record Access(
            Client client,
            Set<String> scopes,
            int resident,
            @Nullable SignTransaction transaction,
            String code) {

        boolean isClients() {
            return resident == 0;
        }

        @Override
        public String toString() {
            return "Access[redacted]";
        }
    }

    /** A code for what was asked, by a person who was authenticated just now. */
    String code(AuthorizationRequest request, String nonce, int resident, String session) {
        String code = Randoms.secret();
        Instant now = clock.instant();
        codes.add(code, new Code(request, nonce, resident, session, now), now.plus(Dialect.CODE_LIFE));
        return code;
    }

    /** The token endpoint: an answer, or an {@link OAuthProblem}. */
    Map<String, Object> token(Map<String, String> form) {
        return switch (form.getOrDefault("grant_type", "")) {
            case "client_credentials" -> {
                Client client = assertions.client(form);
                yield answer(
                        access(
                                new Access(client, Set.of(Wire.SIGN), 0, null, ""),
                                client.id(),
                                UUID.randomUUID().toString()),
                        Wire.SIGN);
            }
            case "authorization_code" -> byCode(assertions.client(form), form);
            case "" -> throw OAuthProblem.invalidRequest("grant_type is needed");
            default -> throw new OAuthProblem(400, "unsupported_grant_type", "This grant type is not played.");
        };
    }

    private Map<String, Object> byCode(Client client, Map<String, String> form) {
        String text = form.getOrDefault("code", "");
        Optional<Code> taken = codes.take(text);
        if (taken.isEmpty()) {
            if (spent.get(text).isPresent()) {
                // Somebody uses a code twice: what the first got of it ends (RFC 6749, section 4.1.2).
                accesses.removeIf(each -> each.code().equals(text));
            }
            throw OAuthProblem.invalidGrant();
        }
        Code code = taken.get();
        AuthorizationRequest request = code.request();
        spent.add(text, true, clock.instant().plus(Dialect.ACCESS_TOKEN_LIFE));
        String verifier = form.getOrDefault("code_verifier", "");
        boolean good = request.client().id().equals(client.id())
                && request.redirectUri().equals(form.get("redirect_uri"))
                && verifier.matches(VERIFIER_FORM)
                && Randoms.same(request.challenge(), Randoms.base64url(Randoms.sha256(verifier)));
        if (!good) {
            throw OAuthProblem.invalidGrant();
        }
        String subject = secrets.subject(client.id(), code.resident());
        String token = access(
                new Access(client, request.scopes(), code.resident(), request.transaction(), text),
                subject,
                code.session());
        Map<String, Object> answer = answer(token, String.join(" ", request.scopes()));
        answer.put("id_token", idToken(code, subject, token));
        answer.put("session_state", code.session());
        return answer;
    }

    private static Map<String, Object> answer(String token, String scope) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", token);
        answer.put("expires_in", Dialect.ACCESS_TOKEN_LIFE.toSeconds());
        answer.put("token_type", "Bearer");
        answer.put("not-before-policy", 0);
        answer.put("scope", scope);
        return answer;
    }

    private String access(Access access, String subject, String session) {
        Instant now = now();
        Instant until = now.plus(Dialect.ACCESS_TOKEN_LIFE);
        String token = secrets.accessToken(new JWTClaimsSet.Builder()
                .issuer(realm.issuer())
                .subject(subject)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(until))
                .claim("typ", "Bearer")
                .claim("azp", access.client().id())
                .claim("sid", session)
                .claim("scope", String.join(" ", access.scopes()))
                .build());
        accesses.add(key(token), access, until);
        return token;
    }

    private String idToken(Code code, String subject, String accessToken) {
        Instant now = now();
        AuthorizationRequest request = code.request();
        return secrets.idToken(new JWTClaimsSet.Builder()
                .issuer(realm.issuer())
                .subject(subject)
                .audience(request.client().id())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Dialect.ID_TOKEN_LIFE)))
                .claim("auth_time", code.at().getEpochSecond())
                .claim("nonce", code.nonce())
                .claim("acr", Dialect.ACR)
                .claim("azp", request.client().id())
                .claim("sid", code.session())
                .claim("typ", "ID")
                .claim("at_hash", Randoms.base64url(Arrays.copyOf(Randoms.sha256(accessToken), HALF)))
                .build());
    }

    /** What the bearer of a token may, by the header. */
    Access bearer(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw OAuthProblem.invalidToken();
        }
        return accesses.get(key(header.substring(7).trim())).orElseThrow(OAuthProblem::invalidToken);
    }

    private static String key(String token) {
        return Randoms.base64url(Randoms.sha256(token));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
