/** What a holder is told of: kept for the holder's page and app. Lower modules say what happened; this one listens. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"credential", "database", "disclosure", "message", "privateid"})
package dev.musubi.issuer.notice;
