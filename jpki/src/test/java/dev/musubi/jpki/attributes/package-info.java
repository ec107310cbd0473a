/** Tests of {@code dev.musubi.jpki.attributes}. */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.attributes;
