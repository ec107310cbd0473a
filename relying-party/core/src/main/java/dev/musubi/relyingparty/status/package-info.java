/** What a status list says of something a relying party was told before, and how much that is worth by now. */
@org.jspecify.annotations.NullMarked
package dev.musubi.relyingparty.status;
