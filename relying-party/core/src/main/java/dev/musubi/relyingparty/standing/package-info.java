/** The standing of a private ID, what a relying party may require of it, and how its own API says so. */
@org.jspecify.annotations.NullMarked
package dev.musubi.relyingparty.standing;
