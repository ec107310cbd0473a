/** What must be kept about a person, sealed under that person's own key; and look-ups by keyed hash. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"database", "time"})
package dev.musubi.issuer.vault;
