/** Tests of {@code dev.musubi.jpki.der}. */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.der;
