/**
 * The four attributes (基本4情報) a signature certificate carries, exactly as it carries them, and how two sets of them
 * compare. Nothing here is normalised, and nothing here prints a value.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.jpki.attributes;
