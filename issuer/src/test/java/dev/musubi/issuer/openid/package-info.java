/** The OpenID Provider, by real requests to a real server. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.openid;
