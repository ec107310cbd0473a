/**
 * What lets somebody in as a holder: apps, sessions of browsers, passkeys, codes. One kind of thing, whatever it is made
 * of: each descends from one proofing, is listed for its holder, and ends in one place.
 */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"audit", "database", "dpop", "message", "privateid", "time", "vault", "web"})
package dev.musubi.issuer.credential;
