/**
 * The My Number Card in APDUs. What both sides, an application and the virtual card, must know alike is here: which
 * applications, keys and PINs there are. A library: it knows no framework, never logs and never asks the time by itself.
 *
 * <p>Applications start at {@link dev.musubi.card.client.CardFinder}, emulators at
 * {@link dev.musubi.card.virtual.VirtualCard}.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.card;
