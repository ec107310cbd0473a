/** Tests of {@code dev.musubi.jpki.revocation}. */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.revocation;
