/** What leaves the issuer about a holder: claims, ID tokens, userinfo, and what a sign-in is worth. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.openid.release;
