/** What a holder granted a client, and the code and tokens that refer to it. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.NamedInterface("grant")
package dev.musubi.issuer.openid.grant;
