/** Authorization requests: how they come in, are checked, and wait for their holder. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.openid.request;
