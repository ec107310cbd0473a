/**
 * The OpenID Provider: OpenID Connect Core 1.0 with FAPI 2.0 and Identity Assurance 1.0, over Nimbus' SDK, and the
 * standing of the private ID inside the sign-in.
 */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "assurance",
            "consent",
            "credential",
            "database",
            "disclosure",
            "dpop",
            "message",
            "metrics",
            "outbound",
            "privateid",
            "promise",
            "refresh",
            "relyingparty",
            "signin :: web",
            "signin",
            "standing",
            "status",
            "time",
            "vault",
            "web"
        })
package dev.musubi.issuer.openid;
