package dev.musubi.issuer.openid.request;

/**
 * What is wrong with an authorization request.
 *
 * @param code an error code of RFC 6749 section 4.1.2.1, OpenID Connect Core 1.0 section 3.1.2.6, RFC 9101 or ours
 * @param description what is wrong and what to do, for the client's developer; quotes nothing that was sent
 */
public record AuthorizationError(String code, String description) {}
