/**
 * Which authorities are trusted: by key, several generations at a time, supplied by the operator and, in production,
 * checked against the fingerprints of the J-LIS roots this library knows.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.trust;
