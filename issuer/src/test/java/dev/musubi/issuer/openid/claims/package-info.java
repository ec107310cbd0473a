/** What may be said of a holder. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.openid.claims;
