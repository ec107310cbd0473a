/** The residents' cards and smartphones: they show a text, ask for a PIN and sign. */
@NullMarked
package dev.musubi.sandbox.phone;

import org.jspecify.annotations.NullMarked;
