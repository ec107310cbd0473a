/** Proofs of possession of a key (DPoP, RFC 9449): of relying parties' clients, and of holders' apps. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"database", "message", "time", "vault", "web"})
package dev.musubi.issuer.dpop;
