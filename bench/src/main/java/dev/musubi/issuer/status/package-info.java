/** Measures what the issuer's package of this name keeps to itself; here because nothing else should see it. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.status;
