/** Tests of proofs of possession. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.dpop;
