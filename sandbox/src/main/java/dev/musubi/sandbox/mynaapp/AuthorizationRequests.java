package dev.musubi.sandbox.mynaapp;

import dev.musubi.mynaapp.Dialect;
import dev.musubi.mynaapp.RevocationCheck;
import dev.musubi.mynaapp.Wire;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads authorization requests by the reference's table of parameters. What is not in it is ignored. */
final class AuthorizationRequests {

    private static final Set<String> ATTRIBUTES = Set.of("name", "address", "birthdate", "gender");

    private final Clients clients;
    private final Expiring<SignTransaction> transactions;

    AuthorizationRequests(Clients clients, Expiring<SignTransaction> transactions) {
        this.clients = clients;
        this.transactions = transactions;
    }

    /** What became of a request. */
    sealed interface Reading {
        /** It can be done. */
        record Good(AuthorizationRequest request) implements Reading {}

        /** It cannot, and the client is told so. */
        record Wrong(String redirectUri, @Nullable String state, String error, String description) implements Reading {

            @Override
            public String toString() {
                return "Wrong[" + error + "]";
            }
        }

        /** Nobody knows where the browser could be sent back to. */
        record Stray() implements Reading {}
    }

    /**
     * Reads one.
     *
     * @param parameters each once; {@code duplicated} if one came twice
     */
    Reading read(Map<String, String> parameters, boolean duplicated, Instant now) {
        Optional<Client> client = clients.find(parameters.getOrDefault("client_id", ""));
        String redirect = parameters.getOrDefault("redirect_uri", "");
        if (client.isEmpty() || !client.get().redirectUris().contains(redirect)) {
            return new Reading.Stray();
        }
        String state = parameters.getOrDefault("state", "");
        boolean goodState = state.matches(Wire.PRINTABLE_FORM);
        try {
            if (!goodState || duplicated) {
                throw OAuthProblem.invalidRequest("state is missing, or something came twice");
            }
            return new Reading.Good(good(client.get(), redirect, state, parameters, now));
        } catch (OAuthProblem e) {
            return new Reading.Wrong(redirect, goodState ? state : null, e.error(), String.valueOf(e.getMessage()));
        }
    }

    private AuthorizationRequest good(
            Client client, String redirect, String state, Map<String, String> parameters, Instant now) {
        if (!"code".equals(parameters.get("response_type"))) {
            throw new OAuthProblem(400, "unsupported_response_type", "response_type is code");
        }
        Set<String> scopes = scopes(parameters.getOrDefault("scope", ""));
        String nonce = parameters.getOrDefault("nonce", "");
        String challenge = parameters.getOrDefault("code_challenge", "");
        if (!nonce.matches(Wire.PRINTABLE_FORM)) {
            throw OAuthProblem.invalidRequest("nonce is needed");
        }
        if (!challenge.matches(Wire.CHALLENGE_FORM) || !"S256".equals(parameters.get("code_challenge_method"))) {
            throw OAuthProblem.invalidRequest("code_challenge with S256 is needed");
        }
        return new AuthorizationRequest(
                client,
                redirect,
                scopes,
                state,
                nonce,
                challenge,
                check(parameters.get("acr_values")),
                transaction(client, scopes, parameters.get(Wire.SIGN_TRANSACTION_ID), now));
    }

    private static Set<String> scopes(String text) {
        Set<String> scopes = new LinkedHashSet<>(Arrays.asList(text.split(" ", -1)));
        boolean known = scopes.stream()
                .allMatch(each -> each.equals(Wire.OPENID) || each.equals(Wire.SIGN) || ATTRIBUTES.contains(each));
        if (!known || !scopes.contains(Wire.OPENID)) {
            throw new OAuthProblem(400, "invalid_scope", "scope has openid, and others of the six only");
        }
        if (scopes.contains(Wire.SIGN) && scopes.size() > 2) {
            // Needs two PINs in one go; how the app asks for them is not known.
            throw new OAuthProblem(400, "invalid_scope", "the sandbox plays sign and attributes apart only");
        }
        return scopes;
    }

    private static RevocationCheck check(@Nullable String acrValues) {
        if (acrValues == null || acrValues.equals(Dialect.ACR + " " + Dialect.BY_CRL)) {
            return RevocationCheck.CRL;
        }
        if (acrValues.equals(Dialect.ACR + " " + Dialect.BY_OCSP)) {
            return RevocationCheck.OCSP;
        }
        throw OAuthProblem.invalidRequest("acr_values is not known");
    }

    private @Nullable SignTransaction transaction(Client client, Set<String> scopes, @Nullable String id, Instant now) {
        if (scopes.contains(Wire.SIGN) != (id != null)) {
            throw OAuthProblem.invalidRequest("the scope sign and a transaction go together");
        }
        if (id == null) {
            return null;
        }
        Optional<SignTransaction> found = uuid(id).flatMap(uuid -> transactions.get(uuid.toString()))
                .filter(each -> each.clientId().equals(client.id()));
        if (found.isEmpty()) {
            throw OAuthProblem.invalidRequest("there is no such transaction");
        }
        if (found.get().state(now) != SignTransaction.State.OPEN) {
            throw new OAuthProblem(400, "access_denied", Dialect.TOO_LATE);
        }
        return found.get();
    }

    /** A UUID in its usual form, in either case. */
    static Optional<UUID> uuid(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equals(text.toLowerCase(Locale.ROOT)) ? Optional.of(uuid) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
