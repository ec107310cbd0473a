/** What a relying party may learn and demand. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.standing;
