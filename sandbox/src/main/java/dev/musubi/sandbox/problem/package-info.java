/** How the sandbox tells a caller over HTTP that something cannot be done (RFC 9457). */
@NullMarked
package dev.musubi.sandbox.problem;

import org.jspecify.annotations.NullMarked;
