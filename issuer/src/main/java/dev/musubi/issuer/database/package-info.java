/** The store: one transaction a holder, and the PostgreSQL that comes along when none is configured. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"metrics", "time"})
package dev.musubi.issuer.database;
