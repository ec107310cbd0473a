/** What people are told, and in which language: the catalogue of the pages, sentences of the code, and how dates are written. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package dev.musubi.issuer.message;
