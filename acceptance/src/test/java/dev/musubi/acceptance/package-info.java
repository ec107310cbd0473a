/** Whole-system tests: real processes, real sockets, through the front doors and no other. */
@org.jspecify.annotations.NullMarked
package dev.musubi.acceptance;
