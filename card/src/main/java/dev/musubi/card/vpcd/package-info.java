/** Puts a virtual card into the virtual reader of the vsmartcard project, where every PC/SC program finds it. */
@org.jspecify.annotations.NullMarked
package dev.musubi.card.vpcd;
