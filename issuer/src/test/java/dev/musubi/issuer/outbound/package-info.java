/** Tests of the way out, against peers that misbehave on real sockets. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.outbound;
