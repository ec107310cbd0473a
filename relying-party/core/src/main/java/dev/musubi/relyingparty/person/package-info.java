/**
 * A person as a private ID vouches for them: what was verified, when, and on what evidence. Nothing is guessed: a part that
 * is not known is not there.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.relyingparty.person;
