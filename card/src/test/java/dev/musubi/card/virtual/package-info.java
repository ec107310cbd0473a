/** Tests of the virtual card, command by command and as a whole. */
@org.jspecify.annotations.NullMarked
package dev.musubi.card.virtual;
