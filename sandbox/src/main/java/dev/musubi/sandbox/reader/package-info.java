/** The virtual reader of this machine, and which resident's card lies in it. */
@NullMarked
package dev.musubi.sandbox.reader;

import org.jspecify.annotations.NullMarked;
