/** Tests of the ways to sign. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.signing;
