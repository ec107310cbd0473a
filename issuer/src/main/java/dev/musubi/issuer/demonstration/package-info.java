/** What must never meet production: the movable clock and the fixed holder of a conformance test. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"database", "signin", "time", "web"})
package dev.musubi.issuer.demonstration;
