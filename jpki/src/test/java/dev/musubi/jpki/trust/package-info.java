/** Tests of {@code dev.musubi.jpki.trust}. */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.trust;
