/** The pages and endpoints of signing in, and the browser behind a request. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.NamedInterface("web")
package dev.musubi.issuer.signin.web;
