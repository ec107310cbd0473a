/** The Online Certificate Status Protocol (RFC 6960), both sides: a client that fails closed, and a responder. */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.revocation.ocsp;
