/** Whole sign-ins per second, of this issuer and of a peer, by the same load and the same steps. */
@org.jspecify.annotations.NullMarked
package dev.musubi.bench.signin;
