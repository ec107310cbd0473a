/** The sandbox's time, which can be moved. */
@NullMarked
package dev.musubi.sandbox.clock;

import org.jspecify.annotations.NullMarked;
