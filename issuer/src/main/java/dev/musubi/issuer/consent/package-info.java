/** What holders allowed, for whom, for what and until when. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"audit", "database", "metrics", "privateid", "vault"})
package dev.musubi.issuer.consent;
