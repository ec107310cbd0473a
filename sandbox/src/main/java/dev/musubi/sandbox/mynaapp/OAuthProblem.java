package dev.musubi.sandbox.mynaapp;

import java.io.Serial;

/** A refusal in the protocol's own form (RFC 6749, section 5.2): a status, an error code, a description. It repeats nothing sent. */
public final class OAuthProblem extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;

    OAuthProblem(int status, String error, String description) {
        super(description, null, false, false);
        this.status = status;
        this.error = error;
    }

    static OAuthProblem invalidRequest(String description) {
        return new OAuthProblem(400, "invalid_request", description);
    }

    static OAuthProblem invalidClient() {
        return new OAuthProblem(401, "invalid_client", "The client assertion is not good.");
    }

    static OAuthProblem invalidGrant() {
        return new OAuthProblem(400, "invalid_grant", "The code is not good, or not yours.");
    }

    static OAuthProblem invalidToken() {
        return new OAuthProblem(401, "invalid_token", "The access token is not good.");
    }

    static OAuthProblem tooMany() {
        return new OAuthProblem(503, "temporarily_unavailable", "Too much is under way.");
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }
}
