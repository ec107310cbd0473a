/** Who may ask about private IDs, and under which subject each knows a holder. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"database", "message", "vault", "web"})
package dev.musubi.issuer.relyingparty;
