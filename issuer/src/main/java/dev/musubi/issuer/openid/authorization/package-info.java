/** What an authorization request still needs, and the code that answers it. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.openid.authorization;
