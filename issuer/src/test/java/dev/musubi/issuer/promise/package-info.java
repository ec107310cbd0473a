/** What is promised of the watch over anchors is measured, and told also where it was not kept. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.promise;
