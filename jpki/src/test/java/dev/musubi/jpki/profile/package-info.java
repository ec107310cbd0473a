/** Tests of {@code dev.musubi.jpki.profile}. */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.profile;
