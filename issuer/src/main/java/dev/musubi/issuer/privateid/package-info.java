/** The private ID itself: its states, its generations, and the one table of what may follow what. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"anchor", "audit", "database", "message", "metrics", "vault"})
package dev.musubi.issuer.privateid;
