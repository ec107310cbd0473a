/** Setting the platform up for the OpenID Foundation's conformance suite. */
@org.jspecify.annotations.NullMarked
package dev.musubi.app.conformance;
