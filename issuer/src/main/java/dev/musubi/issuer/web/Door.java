package dev.musubi.issuer.web;

import java.util.List;

/** The three doors of the issuer: who comes through which, and what is behind it. Whatever is not listed is not there. */
public enum Door {
    /** Residents: their browsers and apps. TLS. */
    HOLDERS(List.of(
            "/",
            "/enrol",
            "/signing",
            "/v1/issuance-applications",
            "/v1/holder",
            "/v1/sign-in-challenges",
            "/.well-known",
            "/openid",
            "/signals",
            "/signin",
            "/home",
            "/terms",
            "/reissue",
            "/language",
            "/help",
            "/monitoring",
            "/monitoring.json",
            "/manifest.webmanifest",
            "/push-worker.js",
            "/icons",
            "/notices",
            "/css",
            "/js",
            "/openapi",
            "/status-lists",
            "/changes")),
    /** Relying parties: their servers. TLS, and a client certificate each registered. */
    RELYING_PARTIES(List.of(
            "/v1/standing",
            "/v1/reissue-demands",
            "/v1/disclosures",
            "/v1/assurance/decisions",
            "/openid/token",
            "/openid/par",
            "/openid/userinfo",
            "/openid/introspect",
            "/openid/revoke",
            "/signals")),
    /** Operators: on the machine itself, with the operator's token; and what watches the process. */
    OPERATORS(List.of("/operator", "/metrics", "/live", "/started", "/ready"));

    @SuppressWarnings("ImmutableEnumChecker") // List.of gives an immutable list.
    private final List<String> paths;

    Door(List<String> paths) {
        this.paths = paths;
    }

    boolean leadsTo(String path) {
        return paths.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
    }
}
