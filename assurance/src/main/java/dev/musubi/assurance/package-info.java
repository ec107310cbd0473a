/**
 * Who may accept what: how much a means of identification is worth now, what a procedure needs, and whether the one
 * suffices for the other, with a because that can be read and replayed. Begin at {@link
 * dev.musubi.assurance.AssuranceEngine}.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.assurance;
