/** What was said between a reader and a card, in words, with PINs masked. */
@org.jspecify.annotations.NullMarked
package dev.musubi.card.trace;
