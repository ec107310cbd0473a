/** Tests of {@code dev.musubi.jpki.certificate}. */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.certificate;
