/** The one clock of the issuer. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.time;
