/** The private ID itself: its states, its generations, and the one table of what may follow what. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.privateid;
