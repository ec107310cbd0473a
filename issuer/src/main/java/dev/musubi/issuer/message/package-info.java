/** What people are told, in both languages at once. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package dev.musubi.issuer.message;
