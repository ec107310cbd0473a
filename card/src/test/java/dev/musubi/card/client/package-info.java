/** Tests of the client against the virtual card in memory. */
@org.jspecify.annotations.NullMarked
package dev.musubi.card.client;
