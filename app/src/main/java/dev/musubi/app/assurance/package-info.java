/** The command {@code musubi assurance}: decide, assess, compare, draw, replay; on the library alone, with no server. */
@org.jspecify.annotations.NullMarked
package dev.musubi.app.assurance;
