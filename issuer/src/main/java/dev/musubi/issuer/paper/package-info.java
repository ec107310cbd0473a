/** Documents to read and to print. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"message"})
package dev.musubi.issuer.paper;
