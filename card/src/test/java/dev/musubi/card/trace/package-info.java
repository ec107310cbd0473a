/** Traces. */
@org.jspecify.annotations.NullMarked
package dev.musubi.card.trace;
