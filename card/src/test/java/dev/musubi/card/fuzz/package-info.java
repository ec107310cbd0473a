/** Fuzz tests: a normal run plays the seed corpus; JAZZER_FUZZ=1 with one test chosen fuzzes at length. */
@org.jspecify.annotations.NullMarked
package dev.musubi.card.fuzz;
