/** The story that the demonstration plays, and how it is told. */
@org.jspecify.annotations.NullMarked
package dev.musubi.app.demo;
