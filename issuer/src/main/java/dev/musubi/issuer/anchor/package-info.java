/** The register of anchors and the watch over them: whether each certificate a private ID stands on still stands. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"audit", "database", "time", "vault"})
package dev.musubi.issuer.anchor;
