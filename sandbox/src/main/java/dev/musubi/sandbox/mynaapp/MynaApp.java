package dev.musubi.sandbox.mynaapp;

import dev.musubi.card.CardKey;
import dev.musubi.mynaapp.Dialect;
import dev.musubi.mynaapp.DocumentHash;
import dev.musubi.mynaapp.Wire;
import dev.musubi.sandbox.authority.Keys;
import dev.musubi.sandbox.card.Device;
import dev.musubi.sandbox.card.KeyUse;
import dev.musubi.sandbox.card.ResidentCards;
import dev.musubi.sandbox.register.CertificateRecord;
import dev.musubi.sandbox.register.Resident;
import dev.musubi.sandbox.register.ResidentRegister;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * The played server and app without their addresses and pages. What is under way is in memory and gone when the sandbox stops; what is
 * registered, and the server's keys, are in the journal.
 */
public final class MynaApp {

    private final Realm realm;
    private final InstantSource clock;
    private final ResidentRegister register;
    private final Clients clients;
    private final ServerSecrets secrets;
    private final Tokens tokens;
    private final CardTap cards;
    private final AuthorizationRequests requests;
    private final Expiring<SignTransaction> transactions;
    private final Expiring<Visit> visits;
    private final Expiring<Visit> links;

    /** A server of a world's residents and cards. */
    public MynaApp(
            Realm realm,
            InstantSource clock,
            ResidentRegister register,
            ResidentCards cards,
            Clients clients,
            ServerSecrets secrets) {
        this.realm = realm;
        this.clock = clock;
        this.register = register;
        this.clients = clients;
        this.secrets = secrets;
        this.cards = new CardTap(cards);
        this.tokens = new Tokens(new Assertions(clients, realm, clock), secrets, realm, clock);
        this.transactions = new Expiring<>(clock);
        this.visits = new Expiring<>(clock);
        this.links = new Expiring<>(clock);
        this.requests = new AuthorizationRequests(clients, transactions);
    }

    Realm realm() {
        return realm;
    }

    Clients clients() {
        return clients;
    }

    ResidentRegister register() {
        return register;
    }

    Instant now() {
        return clock.instant();
    }

    Map<String, Object> publicKeys() {
        return secrets.publicKeys();
    }

    Map<String, Object> token(Map<String, String> form) {
        return tokens.token(form);
    }

    // ---- transactions
    // ------------------------------------------------------------------------------------------------

    UUID begin(@Nullable String authorization, Map<String, Object> body) {
        Tokens.Access access = tokens.bearer(authorization);
        Client client = access.client();
        if (!access.isClients()) {
            throw new OAuthProblem(403, "insufficient_scope", "This takes a client's own token.");
        }
        if (client.encryptionKey() == null) {
            throw new OAuthProblem(403, "unauthorized_client", "This client has no signature verifier's key.");
        }
        Object said = body.get(Dialect.CLIENT_ID);
        if (said != null && !said.equals(client.id())) {
            throw OAuthProblem.invalidRequest("the client is another");
        }
        UUID id = UUID.randomUUID();
        Instant now = now();
        transactions.add(
                id.toString(),
                new SignTransaction(id, client.id(), input(body.get(Dialect.DATA)), now),
                now.plus(Dialect.TRANSACTION_LIFE).plus(Dialect.RESULT_LIFE));
        return id;
    }

    /** A bare SHA-256, or one in a DigestInfo; in base64 as it is written, no other. */
    private static byte[] input(@Nullable Object data) {
        if (data instanceof String text && text.length() <= 4 * Dialect.DIGEST_INFO_LENGTH) {
            try {
                byte[] input = Base64.getDecoder().decode(text);
                boolean canonical = Base64.getEncoder().encodeToString(input).equals(text);
                boolean bare = input.length == Dialect.BARE_HASH_LENGTH;
                if (canonical && (bare || isDigestInfo(input))) {
                    return input;
                }
            } catch (IllegalArgumentException e) {
                // Told below.
            }
        }
        throw OAuthProblem.invalidRequest("the data is a SHA-256, bare or in a DigestInfo, in base64");
    }

    private static boolean isDigestInfo(byte[] input) {
        return input.length == Dialect.DIGEST_INFO_LENGTH
                && Arrays.equals(input, DocumentHash.ofHex(hex(bare(input))).digestInfo());
    }

    private static byte[] bare(byte[] input) {
        return Arrays.copyOfRange(input, input.length - Dialect.BARE_HASH_LENGTH, input.length);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    String result(@Nullable String authorization, String id) {
        Tokens.Access access = tokens.bearer(authorization);
        if (access.isClients()) {
            throw new OAuthProblem(403, "insufficient_scope", "This takes the token of the person who signed.");
        }
        SignTransaction transaction = access.transaction();
        boolean its = transaction != null
                && AuthorizationRequests.uuid(id)
                        .filter(transaction.id()::equals)
                        .isPresent();
        if (transaction == null || !its) {
            throw new OAuthProblem(Dialect.UNKNOWN, Dialect.ERROR_UNKNOWN, "There is no such transaction.");
        }
        Instant now = now();
        if (transaction.state(now) == SignTransaction.State.OPEN) {
            throw new OAuthProblem(Dialect.NOT_SIGNED, Dialect.ERROR_NOT_SIGNED, "Nothing is signed yet.");
        }
        return transaction
                .take(now)
                .orElseThrow(() ->
                        new OAuthProblem(Dialect.GONE, Dialect.ERROR_GONE, "It was fetched already, or is too old."));
    }

    /** What is said of the person: the subject, and the attributes that were asked for, as the register has them. */
    Map<String, Object> userinfo(@Nullable String authorization) {
        Tokens.Access access = tokens.bearer(authorization);
        if (access.isClients()) {
            throw new OAuthProblem(403, "insufficient_scope", "This takes a person's token.");
        }
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", secrets.subject(access.client().id(), access.resident()));
        var four = register.find(access.resident()).orElseThrow().person().attributes();
        for (String scope : access.scopes()) {
            switch (scope) {
                case "name" -> claims.put(scope, four.name().value());
                case "address" -> claims.put(scope, four.address().value());
                case "birthdate" ->
                    claims.put(
                            scope,
                            four.dateOfBirth()
                                    .complete()
                                    .map(Object::toString)
                                    .orElseGet(() -> four.dateOfBirth().encode()));
                case "gender" -> claims.put(scope, four.sex().cardFaceCode());
                default -> {
                    // Says nothing about the person.
                }
            }
        }
        return claims;
    }

    // ---- the browser and the phone
    // -------------------------------------------------------------------------------------

    AuthorizationRequests.Reading read(Map<String, String> parameters, boolean duplicated) {
        return requests.read(parameters, duplicated, now());
    }

    Visit visit(AuthorizationRequest request, String browser, boolean onPhone) {
        Instant now = now();
        Visit visit = new Visit(request, browser, onPhone, now);
        // Longer than the link lives, so that the page can still say that it is over.
        Instant until = now.plus(Dialect.LINK_LIFE).plus(Dialect.RESULT_LIFE);
        visits.add(visit.id(), visit, until);
        links.add(visit.link(), visit, until);
        return visit;
    }

    Optional<Visit> visit(String id) {
        return visits.get(id);
    }

    Optional<Visit> link(String link) {
        return links.get(link);
    }

    /** Where the browser that began goes on to. */
    static String back(Visit visit, Visit.Ending ending) {
        AuthorizationRequest request = visit.request();
        Map<String, String> parameters = new LinkedHashMap<>();
        switch (ending) {
            case Visit.Ending.Done(String code) -> {
                parameters.put("state", request.state());
                parameters.put("session_state", visit.session());
                parameters.put("code", code);
            }
            case Visit.Ending.Failed(String error, String description) -> {
                parameters.put("error", error);
                parameters.put("error_description", description);
                parameters.put("state", request.state());
            }
        }
        return with(request.redirectUri(), parameters);
    }

    static String with(String uri, Map<String, String> parameters) {
        StringBuilder address = new StringBuilder(uri);
        char separator = uri.indexOf('?') < 0 ? '?' : '&';
        for (Map.Entry<String, String> each : parameters.entrySet()) {
            address.append(separator)
                    .append(each.getKey())
                    .append('=')
                    .append(URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8)
                            .replace("+", "%20"));
            separator = '&';
        }
        return address.toString();
    }

    /** How often the PIN that is asked for may still be tried. */
    int triesLeft(Visit visit, Resident resident) {
        return resident.triesLeft(
                dev.musubi.sandbox.register.ResidentPin.of(use(visit).kindOn(Device.CARD)));
    }

    private static KeyUse use(Visit visit) {
        return visit.request().isSigning() ? KeyUse.SIGNATURE : KeyUse.AUTHENTICATION;
    }

    /**
     * The card is tapped.
     *
     * @return why nothing came of it and it may be tried again, or empty: then the visit has ended, one way or the other
     */
    Optional<CardTap.Outcome.Not> tap(Visit visit, String pin, Played played) {
        return visit.alone(() -> {
            Instant now = now();
            if (visit.ending(now).isPresent()) {
                return Optional.empty();
            }
            if (played.ending().isPresent()) {
                visit.end(played.ending().get(), now);
                return Optional.empty();
            }
            int resident = visit.resident().orElseThrow();
            CardKey key = use(visit).onCard();
            CardTap.Outcome outcome =
                    cards.sign(resident, key, pin, input(visit, played), now, played == Played.CARD_LOST);
            return switch (outcome) {
                case CardTap.Outcome.Signed signed -> {
                    visit.end(ending(visit, signed, resident, played, now), now);
                    yield Optional.empty();
                }
                case CardTap.Outcome.Not not -> {
                    Optional<String> end = description(not.reason());
                    end.ifPresent(description -> visit.end(new Visit.Ending.Failed("access_denied", description), now));
                    yield end.isPresent() ? Optional.empty() : Optional.of(not);
                }
            };
        });
    }

    private static Optional<String> description(CardTap.Reason reason) {
        return switch (reason) {
            case PIN_WRONG, PIN_MALFORMED, CARD_LOST -> Optional.empty();
            case PIN_LOCKED -> Optional.of(Dialect.PIN_LOCKED);
            case EXPIRED -> Optional.of(Dialect.CERTIFICATE_EXPIRED);
            case MISSING -> Optional.of(Dialect.CERTIFICATE_MISSING);
        };
    }

    private static byte[] input(Visit visit, Played played) {
        SignTransaction transaction = visit.request().transaction();
        if (transaction == null) {
            // What the app has the authentication key sign is not known; something of the server's own.
            return DocumentHash.ofDocument(Randoms.bytes(Dialect.BARE_HASH_LENGTH))
                    .digestInfo();
        }
        byte[] input = transaction.input();
        return switch (played) {
            case OTHER_DOCUMENT -> DocumentHash.ofDocument(input).digestInfo();
            case BARE_HASH -> bare(input);
            default -> input;
        };
    }

    private Visit.Ending ending(Visit visit, CardTap.Outcome.Signed signed, int resident, Played played, Instant now) {
        AuthorizationRequest request = visit.request();
        SignTransaction transaction = request.transaction();
        if (transaction == null) {
            // The path and the dates the card's client has looked at; revocation is asked of the register, whichever
            // way was wanted.
            if (isRevoked(resident, now)) {
                return new Visit.Ending.Failed("access_denied", Dialect.CERTIFICATE_REVOKED);
            }
        } else if (!transaction.signed(sealed(request.client(), signed, transaction, played), now)) {
            // Whether a signature certificate was revoked the server does not look at, for private services: their
            // verifier does.
            return new Visit.Ending.Failed("access_denied", Dialect.TOO_LATE);
        }
        String nonce = played == Played.OTHER_NONCE ? Randoms.secret() : request.nonce();
        return new Visit.Ending.Done(tokens.code(request, nonce, resident, visit.session()));
    }

    private boolean isRevoked(int resident, Instant now) {
        return register.find(resident)
                .orElseThrow()
                .onDevice(KeyUse.AUTHENTICATION.kindOn(Device.CARD), now)
                .map(CertificateRecord::revocation)
                .isPresent();
    }

    private static String sealed(
            Client client, CardTap.Outcome.Signed signed, SignTransaction transaction, Played played) {
        var key = java.util.Objects.requireNonNull(client.encryptionKey());
        byte[] signature = played == Played.OTHER_KEY ? byAnotherKey(transaction.input()) : signed.signature();
        return Sealer.sealed(
                played == Played.SEALED_FOR_ANOTHER ? Sealer.another(key) : key, signed.certificate(), signature);
    }

    private static byte[] byAnotherKey(byte[] input) {
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            rsa.init(Cipher.ENCRYPT_MODE, Keys.generate().getPrivate());
            return rsa.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign", e);
        }
    }

    /** The scope of a person's token as the pages tell it. */
    static boolean wantsAttributes(AuthorizationRequest request) {
        return request.scopes().stream().anyMatch(each -> !each.equals(Wire.OPENID) && !each.equals(Wire.SIGN));
    }
}
