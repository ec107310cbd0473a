/** The residents' cards and the keys in their smartphones, as things that answer APDUs. */
@NullMarked
package dev.musubi.sandbox.card;

import org.jspecify.annotations.NullMarked;
