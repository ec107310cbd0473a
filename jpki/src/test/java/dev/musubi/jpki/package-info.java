/** Tests of the library as a whole. */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki;
