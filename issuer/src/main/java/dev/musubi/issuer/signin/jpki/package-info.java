/** Whose a certificate is, and authentication by the user-authentication certificate of the card or the smartphone. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.NamedInterface("jpki")
package dev.musubi.issuer.signin.jpki;
