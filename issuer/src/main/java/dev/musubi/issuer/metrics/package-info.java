/** What can be measured of a running issuer, for those who run it: numbers alone, and nobody's. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"time"})
package dev.musubi.issuer.metrics;
