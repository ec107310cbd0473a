/** The two certification authorities: their keys, the certificate profile, and the certificates they make. */
@NullMarked
package dev.musubi.sandbox.authority;

import org.jspecify.annotations.NullMarked;
