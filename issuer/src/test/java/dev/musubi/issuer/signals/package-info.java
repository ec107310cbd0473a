/** Signals, and what is told of whom. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.signals;
