/** The endpoints of the transmitter, by what they read. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.signals.web;
