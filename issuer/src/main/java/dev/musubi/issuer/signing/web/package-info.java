/** The pages on which a holder reads what will be signed, and comes back with it. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.NamedInterface("web")
package dev.musubi.issuer.signing.web;
