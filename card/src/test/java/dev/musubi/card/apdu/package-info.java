/** Tests of commands and answers as values. */
@org.jspecify.annotations.NullMarked
package dev.musubi.card.apdu;
