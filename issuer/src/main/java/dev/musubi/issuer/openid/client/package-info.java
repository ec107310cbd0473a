/** Who speaks OpenID Connect with the provider, and how each proves to be who it is. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.NamedInterface("client")
package dev.musubi.issuer.openid.client;
