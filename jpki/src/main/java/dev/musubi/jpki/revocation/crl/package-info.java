/**
 * Revocation lists (RFC 5280 section 5) of any size: a reader that pulls strict DER from a stream and keeps a compact
 * index, and a writer that streams. Neither makes an object per entry.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.revocation.crl;
