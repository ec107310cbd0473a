/** What the holder sees and does. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.holder;
