/** Starting, stopping and killing the parts as programs of their own. */
@org.jspecify.annotations.NullMarked
package dev.musubi.app.process;
