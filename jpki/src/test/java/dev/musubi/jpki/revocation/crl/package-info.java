/** Tests of {@code dev.musubi.jpki.revocation.crl}. */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.revocation.crl;
