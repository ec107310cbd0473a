/** Signing in with the user-authentication certificate of the card or the smartphone. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.signin.jpki;
