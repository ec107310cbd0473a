/** Tests of {@code dev.musubi.jpki.verification}. */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.verification;
