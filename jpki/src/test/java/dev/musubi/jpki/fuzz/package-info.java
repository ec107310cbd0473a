/**
 * Fuzz tests of everything that reads bytes from outside. A normal run plays the seed corpus; {@code JAZZER_FUZZ=1} with
 * one test chosen fuzzes it at length.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.fuzz;
