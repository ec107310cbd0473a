/** Tests of how clients are told of a sign-out. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.openid.logout;
