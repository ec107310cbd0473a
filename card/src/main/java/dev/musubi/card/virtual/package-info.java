/** A My Number Card without a card: the JPKI application and the card-surface input application, byte for byte. */
@org.jspecify.annotations.NullMarked
package dev.musubi.card.virtual;
