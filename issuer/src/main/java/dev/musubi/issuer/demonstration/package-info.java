/** What must never meet production: the movable clock and the fixed holder of a conformance test. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.demonstration;
