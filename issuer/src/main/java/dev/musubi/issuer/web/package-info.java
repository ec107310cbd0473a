/** What all endpoints share: doors, problems, limits. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"database", "message", "metrics", "outbound", "time", "vault"})
package dev.musubi.issuer.web;
