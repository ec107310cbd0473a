/** Signing in with the card, by the same way there and back as a signature. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.signing.card;
