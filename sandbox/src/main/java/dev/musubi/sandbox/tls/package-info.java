/** The keys and certificates of the port for signature verifiers, made at the first start. */
@NullMarked
package dev.musubi.sandbox.tls;

import org.jspecify.annotations.NullMarked;
