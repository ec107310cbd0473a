/** {@code ./musubi client-key}: the keys of a relying party's client, and what its operator hands to the issuer's. */
@org.jspecify.annotations.NullMarked
package dev.musubi.app.clientkey;
