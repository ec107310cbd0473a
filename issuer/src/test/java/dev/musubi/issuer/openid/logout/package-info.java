/** Tests of the back-channel logout. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.openid.logout;
