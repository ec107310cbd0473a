/**
 * Telling relying parties of what happened, without being asked (OpenID Shared Signals Framework 1.0): streams, who is in
 * them, and the events of CAEP 1.0, RISC 1.0 and our own, each of a relation that its holder agreed to have watched.
 */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "consent",
            "credential",
            "database",
            "openid",
            "openid :: client",
            "openid :: grant",
            "openid :: keys",
            "openid :: web",
            "outbound",
            "privateid",
            "promise",
            "relyingparty",
            "signin",
            "time",
            "vault",
            "web"
        })
package dev.musubi.issuer.signals;
