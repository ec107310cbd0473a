/** Tests of what was granted and how it is proved. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.openid.grant;
