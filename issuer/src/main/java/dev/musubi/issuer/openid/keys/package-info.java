/** The provider's signing keys and what is signed with them. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.openid.keys;
