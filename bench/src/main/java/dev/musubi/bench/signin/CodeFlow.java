package dev.musubi.bench.signin;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The relying party's part of a sign-in, the same with every provider: code flow with PKCE (RFC 7636) for the client
 * {@code bench}, which authenticates by secret.
 */
final class CodeFlow {

    static final String REDIRECT = "https://bench.example/callback";

    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more-0123456789";
    private static final String CHALLENGE = "yB8zMxP5pvEGWsAeXYh4KmdVglmNgpK_rnqQ8MHGeQI";
    private static final Pattern ACCESS = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final Pattern REFRESH = Pattern.compile("\"refresh_token\":\"([^\"]+)\"");

    private final URI authorization;
    private final URI token;
    private final URI userInfo;
    private final String credentials;

    CodeFlow(URI authorization, URI token, URI userInfo, String secret) {
        this.authorization = authorization;
        this.token = token;
        this.userInfo = userInfo;
        this.credentials =
                "Basic " + Base64.getEncoder().encodeToString(("bench:" + secret).getBytes(StandardCharsets.US_ASCII));
    }

    /** Where a sign-in begins. */
    URI start(String scope) {
        Map<String, String> request = Map.of(
                "client_id", "bench",
                "response_type", "code",
                "redirect_uri", REDIRECT,
                "scope", scope,
                "state", "s",
                "nonce", "n",
                "code_challenge", CHALLENGE,
                "code_challenge_method", "S256");
        return URI.create(authorization + "?" + Visitor.encode(request));
    }

    /** The tokens for the code in a redirect. */
    HttpResponse<String> redeem(Visitor visitor, HttpResponse<String> redirect) {
        String code = Visitor.location(redirect).getRawQuery().replaceFirst("(?:^|.*&)code=([^&]*).*", "$1");
        return visitor.form(
                token,
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", REDIRECT,
                        "code_verifier", VERIFIER),
                credentials);
    }

    /** Asks for the person's attributes, and makes sure that the name is among them. */
    void askUserInfo(Visitor visitor, HttpResponse<String> tokens) {
        HttpResponse<String> told = visitor.get(userInfo, Visitor.found(ACCESS, tokens));
        if (!told.body().contains("\"name\"")) {
            throw new IllegalStateException("userinfo " + told.statusCode() + " told no name");
        }
    }

    /** The refresh token that comes in the place of one. */
    String refresh(Visitor visitor, String refreshToken) {
        return refreshToken(
                visitor.form(token, Map.of("grant_type", "refresh_token", "refresh_token", refreshToken), credentials));
    }

    static String refreshToken(HttpResponse<String> tokens) {
        return Visitor.found(REFRESH, tokens);
    }
}
