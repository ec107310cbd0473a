/** The issuer's clock, which a demonstration can move, and the machine's, which nobody can. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package dev.musubi.issuer.time;
