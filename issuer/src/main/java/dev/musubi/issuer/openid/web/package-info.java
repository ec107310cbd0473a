/** The provider's endpoints and pages. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.openid.web;
