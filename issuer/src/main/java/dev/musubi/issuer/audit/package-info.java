/** The history of each holder, append-only and chained, so that a missing or altered entry shows. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"database", "metrics", "vault"})
package dev.musubi.issuer.audit;
