/** What may be said of a holder, and what was asked for. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.openid.claims;
