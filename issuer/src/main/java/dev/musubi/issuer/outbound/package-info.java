/**
 * The one way out: every call that leaves the issuer, with a deadline for the whole of it, a limit of size, a bulkhead and a
 * circuit breaker a peer, and a check of the address that is really connected to.
 */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package dev.musubi.issuer.outbound;
