/** What has happened in the sandbox, in the one order it happened in, on disk before anybody is told. */
@NullMarked
package dev.musubi.sandbox.journal;

import org.jspecify.annotations.NullMarked;
