/**
 * Frameworks, laws, means and procedures as data: what the files say, checked and in types. A new framework or a new
 * revision is a file here and a test, not code.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.assurance.catalogue;
