/** Tests of the link to the virtual reader. */
@org.jspecify.annotations.NullMarked
package dev.musubi.card.vpcd;
