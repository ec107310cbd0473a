/** {@code musubi card}: the virtual reader, and enrolling from a terminal with the card in a reader. */
@org.jspecify.annotations.NullMarked
package dev.musubi.app.card;
