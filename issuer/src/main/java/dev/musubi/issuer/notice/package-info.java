/**
 * What the issuer tells a holder: kept for the holder's page and app, and sent by the ways the holder agreed to. Lower modules
 * say what happened; this one listens.
 */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "anchor",
            "audit",
            "consent",
            "credential",
            "database",
            "disclosure",
            "message",
            "outbound",
            "paper",
            "privateid",
            "refresh",
            "signin",
            "standing",
            "time",
            "vault"
        })
package dev.musubi.issuer.notice;
