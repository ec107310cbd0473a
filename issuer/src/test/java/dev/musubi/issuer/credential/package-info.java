/** Tests of what lets somebody in as a holder. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.credential;
