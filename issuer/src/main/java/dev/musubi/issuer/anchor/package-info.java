/** The register of anchors and the watch over them: whether each certificate a private ID stands on still stands. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"audit", "database", "metrics", "time", "vault"})
package dev.musubi.issuer.anchor;
