/** Passkeys (WebAuthn): registering them and signing in with them. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.NamedInterface("passkey")
package dev.musubi.issuer.signin.passkey;
