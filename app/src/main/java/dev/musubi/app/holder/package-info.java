/** The command {@code musubi app}: a holder's app for hands and scripts. */
@org.jspecify.annotations.NullMarked
package dev.musubi.app.holder;
