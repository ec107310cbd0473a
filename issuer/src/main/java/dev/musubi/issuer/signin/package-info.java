/** Signing a holder in to a browser: passkeys, codes from the app, and the sessions they begin. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"anchor", "audit", "credential", "database", "dpop", "message", "time", "vault", "web"})
package dev.musubi.issuer.signin;
