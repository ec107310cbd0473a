/** Tests of {@code dev.musubi.jpki.revocation.ocsp}. */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.revocation.ocsp;
