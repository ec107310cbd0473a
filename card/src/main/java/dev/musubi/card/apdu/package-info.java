/** Commands and answers of ISO/IEC 7816-4 as values, and the way they travel: a reader and a channel to its card. */
@org.jspecify.annotations.NullMarked
package dev.musubi.card.apdu;
