/** Clients of the parts' front doors, as their users would write them: HTTP, JSON, TLS, and nothing of the insides. */
@org.jspecify.annotations.NullMarked
package dev.musubi.app.client;
