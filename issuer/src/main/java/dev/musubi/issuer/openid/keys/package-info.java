/** The provider's signing keys and what is signed with them. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.NamedInterface("keys")
package dev.musubi.issuer.openid.keys;
