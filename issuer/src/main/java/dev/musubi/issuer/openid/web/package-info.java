/** The provider's endpoints and pages. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.NamedInterface("web")
package dev.musubi.issuer.openid.web;
