/** The {@code musubi} command: starts the parts, plays the story, says where to look. */
@org.jspecify.annotations.NullMarked
package dev.musubi.app;
