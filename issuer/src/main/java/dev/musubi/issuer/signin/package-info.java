/** Signing a holder in to a browser: passkeys, codes from the app, and the sessions they begin. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.signin;
