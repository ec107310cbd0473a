/** The card command's parts that need no reader. */
@org.jspecify.annotations.NullMarked
package dev.musubi.app.card;
