/** Telling relying parties that a session has ended (OpenID Connect Back-Channel Logout 1.0). */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.openid.logout;
