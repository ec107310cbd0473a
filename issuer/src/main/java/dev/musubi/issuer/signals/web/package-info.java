/** The endpoints of the transmitter (OpenID Shared Signals Framework 1.0 sections 7 and 8). */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.signals.web;
