/** What the issuer promises of its watch over anchors, and how it kept that: measured, and said to everybody. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"anchor", "database", "message", "metrics", "time", "web"})
package dev.musubi.issuer.promise;
