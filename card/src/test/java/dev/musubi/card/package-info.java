/** Tests of what both sides of a card know alike, and of the rules of the module. */
@org.jspecify.annotations.NullMarked
package dev.musubi.card;
